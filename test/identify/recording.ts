import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a client sent, empty where the server spoke by itself, and what came back. */
export interface RecordedExchange {
  readonly question: string;
  readonly sent: Buffer;
  readonly received: Buffer;
}

export interface Recording {
  /** Which server was recorded, and how it was set up. */
  readonly server: string;
  readonly exchanges: readonly RecordedExchange[];
}

interface RecordingFile {
  readonly server: string;
  readonly exchanges: readonly Readonly<Record<'question' | 'sent' | 'received', string>>[];
}

const FOLDER = join(import.meta.dirname, '../../fixtures/identify');

/** Every recording by name; names begin with the check's. */
export const RECORDINGS: ReadonlyMap<string, Recording> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file.slice(0, -'.json'.length), readRecording(join(FOLDER, file))]),
);

function readRecording(path: string): Recording {
  const { server, exchanges }: RecordingFile = JSON.parse(readFileSync(path, 'utf8'));
  return {
    server,
    exchanges: exchanges.map(({ question, sent, received }) => ({
      question,
      sent: Buffer.from(sent, 'hex'),
      received: Buffer.from(received, 'hex'),
    })),
  };
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
