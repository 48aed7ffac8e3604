import { printable } from '../../model/printable.ts';
import type { Answer, Check } from '../check.ts';
import type { Question } from '../question.ts';

/** Who answers the exchange of attributes; empty where only a complaint about the syntax came. */
export interface DrdaReply {
  readonly serverClass: string;
  readonly release: string;
}

const DSS_HEADER = 6;
const EXCSAT = 0x1041;
const EXCSATRD = 0x1443;
const SYNTAXRM = 0x124c;
const EXTNAM = 0x115e;
const SRVNAM = 0x116d;
const SRVRLSLV = 0x115a;
const SRVCLSNM = 0x1147;
const SVRCOD = 0x1149;

/** DRDA volume 3 (DDM): a DSS of length, 0xD0, reply format, correlation (always 1 here), and in it objects of length and code point. */
export function parse(bytes: Buffer): DrdaReply | undefined {
  if (bytes.length < DSS_HEADER + 8 || bytes[2] !== 0xd0 || bytes[3] !== 2 || bytes.readUInt16BE(4) !== 1)
    return undefined;
  const length = bytes.readUInt16BE(0);
  if (length < DSS_HEADER + 8 || length > 4096 || bytes.length < length) return undefined;
  if (bytes.readUInt16BE(DSS_HEADER) !== length - DSS_HEADER) return undefined;
  const objects = objectsOf(bytes.subarray(DSS_HEADER + 4, length));
  const codePoint = bytes.readUInt16BE(DSS_HEADER + 2);
  if (codePoint === SYNTAXRM && objects?.has(SVRCOD) === true) return { serverClass: '', release: '' };
  const [serverClass, release] = [objects?.get(SRVCLSNM), objects?.get(SRVRLSLV)];
  if (codePoint !== EXCSATRD || serverClass === undefined) return undefined;
  return { serverClass: fromEbcdic(serverClass), release: fromEbcdic(release ?? Buffer.alloc(0)) };
}

function objectsOf(body: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const objects = new Map<number, Buffer>();
  for (let at = 0; at < body.length;) {
    if (body.length < at + 4) return undefined;
    const length = body.readUInt16BE(at);
    if (length < 4 || body.length < at + length) return undefined;
    objects.set(body.readUInt16BE(at + 2), body.subarray(at + 4, at + length));
    at += length;
  }
  return objects;
}

/** CCSID 500, as far as names and releases need it. */
const EBCDIC: ReadonlyMap<number, string> = new Map(
  (
    [
      ['abcdefghi', 0x81],
      ['jklmnopqr', 0x91],
      ['stuvwxyz', 0xa2],
      ['ABCDEFGHI', 0xc1],
      ['JKLMNOPQR', 0xd1],
      ['STUVWXYZ', 0xe2],
      ['0123456789', 0xf0],
      [' ', 0x40],
      ['.', 0x4b],
      ['-/', 0x60],
      ['_', 0x6d],
    ] as const
  ).flatMap(([letters, first]) => Array.from(letters, (letter, index) => [first + index, letter] as const)),
);
const TO_EBCDIC: ReadonlyMap<string, number> = new Map([...EBCDIC].map(([byte, letter]) => [letter, byte]));

function fromEbcdic(bytes: Buffer): string {
  return Array.from(bytes.subarray(0, 256), (byte) => EBCDIC.get(byte) ?? '?').join('');
}

function object(codePoint: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(data.length + 4, 0);
  head.writeUInt16BE(codePoint, 2);
  return Buffer.concat([head, data]);
}

function text(codePoint: number, value: string): Buffer {
  return object(codePoint, Buffer.from(Array.from(value, (letter) => TO_EBCDIC.get(letter) ?? 0x40)));
}

/** EXCSAT: who asks. No manager levels are named, no database, and no user. */
function buildExchange(): Question {
  const names = [EXTNAM, SRVNAM, SRVCLSNM].map((codePoint) => text(codePoint, 'portreeve'));
  const body = object(EXCSAT, Buffer.concat([...names, text(SRVRLSLV, '1')]));
  const head = Buffer.from([0, body.length + DSS_HEADER, 0xd0, 1, 0, 1]);
  return { name: 'EXCSAT', bytes: Buffer.concat([head, body]) };
}

const EXCHANGE = buildExchange();

export const db2: Check = {
  name: 'db2',
  ports: [50000, 446, 1527],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [EXCHANGE],
  source: 'DRDA version 5, volume 3: Distributed Data Management Architecture (EXCSAT, EXCSATRD, SYNTAXRM)',
  reading:
    'The attributes that are exchanged prove DRDA and name product and release. Users are asked for later, which is not tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(EXCHANGE, parse);
    return reply === undefined || reply.serverClass === '' ? undefined : answerOf(reply);
  },
};

/** `Apache Derby` with `CSS10140/10.14.2.0`; `QDB2/LINUXX8664` with `SQL11055`, which is 11.5 at level 5. Users are asked for later. */
function answerOf({ serverClass, release }: DrdaReply): Answer {
  const rest = { confidence: 10, access: 'unknown', details: {} } as const;
  if (serverClass === 'Apache Derby') {
    const version = /^CSS\d{5}\/(\d+(?:\.\d+)*)/.exec(release)?.[1];
    return { name: 'derby', product: serverClass, version: printable(version ?? '', 80) || null, ...rest };
  }
  const level = /^(?:SQL|DSN)(\d\d)(\d\d)(\d)$/.exec(release)?.slice(1).map(Number).join('.');
  const product = /DB2/.test(serverClass)
    ? 'Db2'
    : serverClass.startsWith('IDS')
      ? 'Informix'
      : printable(serverClass, 80);
  return { product, version: level ?? null, ...rest };
}
