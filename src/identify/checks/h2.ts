import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The error with which a server answers whoever it does not understand, or does not want. */
export interface H2Error {
  readonly state: string;
  /** Number of the build, the last part of the version; in the stack trace, where that is told. */
  readonly build: number | undefined;
}

const VERSION_MISMATCH = '90047';
const NOT_ALLOWED = '90117';
const MESSAGE_HEAD = 18;

/** H2 TcpServerThread.sendError: status 0, then texts of a length (4) and UTF-16 characters: SQL state, message, statement, and later the trace. */
export function parse(bytes: Buffer): H2Error | undefined {
  if (bytes.length < MESSAGE_HEAD + 4 || bytes.readUInt32BE(0) !== 0 || bytes.readUInt32BE(4) !== 5) return undefined;
  const state = textAt(bytes, 8, 5);
  if (state !== VERSION_MISMATCH && state !== NOT_ALLOWED) return undefined;
  const length = bytes.readUInt32BE(MESSAGE_HEAD);
  if (length === 0 || length > 1024 || bytes.length < MESSAGE_HEAD + 4 + 2 * length) return undefined;
  const rest = textAt(bytes, MESSAGE_HEAD + 4 + 2 * length, 2048);
  const build = /\[\d{5}-(\d{2,4})\]/.exec(rest)?.[1];
  return { state, build: build === undefined ? undefined : Number(build) };
}

/** Characters of two bytes each, of which only those of one byte are read. */
function textAt(bytes: Buffer, at: number, length: number): string {
  const part = bytes.subarray(at, Math.min(bytes.length, at + 2 * length));
  return Array.from({ length: Math.floor(part.length / 2) }, (_, index) =>
    part.toString('latin1', 2 * index + 1, 2 * index + 2),
  ).join('');
}

/** The first build of each series. */
const SERIES: readonly (readonly [number, string])[] = [
  [240, '2.4'],
  [230, '2.3'],
  [220, '2.2'],
  [210, '2.1'],
  [201, '2.0'],
  [177, '1.4'],
  [146, '1.3'],
];

function versionOf(build: number | undefined): string | null {
  const series = build === undefined || build > 249 ? undefined : SERIES.find(([first]) => build >= first)?.[1];
  return series === undefined ? null : `${series}.${build}`;
}

/** Versions from 0 to 0, which no server speaks: the answer comes before any database or user is named. */
const OLDEST: Question = { name: 'protocol version 0', bytes: Buffer.alloc(8) };

const ACCESS: Readonly<Record<string, Access>> = { [VERSION_MISMATCH]: 'unknown', [NOT_ALLOWED]: 'refused-by-acl' };

export const h2: Check = {
  name: 'h2',
  ports: [9092],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [OLDEST],
  source: 'H2 Database: TcpServerThread, Transfer; error codes 90047 and 90117',
  reading:
    'The errors 90047 (another version) and 90117 (no remote connections) prove H2. 90117 means that this source is refused; 90047 comes before any database or user is named, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const isTold = (bytes: Buffer): boolean => parse(bytes)?.build !== undefined;
    const error = parse(await conversation.ask(OLDEST, isTold));
    if (error === undefined) return undefined;
    return {
      product: 'H2 Database',
      version: versionOf(error.build),
      confidence: 10,
      access: ACCESS[error.state] ?? 'unknown',
      details: {},
    };
  },
};
