import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a client sent, empty where the server spoke by itself, and what came back. */
export interface RecordedExchange {
  readonly question: string;
  readonly sent: Buffer;
  readonly received: Buffer;
  /** The connection that it happened on, counted from 0; on every connection where nothing is said. */
  readonly connection?: number | undefined;
}

export interface Recording {
  /** Which server was recorded, and how it was set up. */
  readonly server: string;
  readonly exchanges: readonly RecordedExchange[];
}

interface RecordingFile {
  readonly server: string;
  readonly exchanges: readonly {
    readonly question: string;
    readonly sent: string;
    readonly received: string;
    readonly connection?: number;
  }[];
}

const FOLDER = join(import.meta.dirname, '../../fixtures/identify');

/** Every recording by name, such as `redis/open`: the check, and the case. */
export const RECORDINGS: ReadonlyMap<string, Recording> = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [file.slice(0, -'.json'.length), readRecording(join(FOLDER, file))]),
);

function readRecording(path: string): Recording {
  const { server, exchanges }: RecordingFile = JSON.parse(readFileSync(path, 'utf8'));
  return {
    server,
    exchanges: exchanges.map(({ question, sent, received, connection }) => ({
      question,
      sent: Buffer.from(sent, 'hex'),
      received: Buffer.from(received, 'hex'),
      connection,
    })),
  };
}

/** Writes a recording that later runs replay. */
export function writeRecording(name: string, { server, exchanges }: Recording): void {
  const path = join(FOLDER, `${name}.json`);
  const file: RecordingFile = {
    server,
    exchanges: exchanges.map(({ question, sent, received, connection }) => ({
      question,
      sent: sent.toString('hex'),
      received: received.toString('hex'),
      ...(connection === undefined ? {} : { connection }),
    })),
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
}

/** The recording of that name. */
export function recording(name: string): Recording {
  const found = RECORDINGS.get(name);
  if (found === undefined) throw new Error(`no recording ${name}`);
  return found;
}

/** What the server said to one question. */
export function replyTo(name: string, question: string): Buffer {
  const found = recording(name).exchanges.find((exchange) => exchange.question === question);
  if (found === undefined) throw new Error(`${name} has no question ${question}`);
  return found.received;
}
