import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** Unnumbered control functions, by their first control octet. */
const FUNCTIONS: Readonly<Record<number, string>> = {
  0x07: 'STARTDT act',
  0x0b: 'STARTDT con',
  0x13: 'STOPDT act',
  0x23: 'STOPDT con',
  0x43: 'TESTFR act',
  0x83: 'TESTFR con',
};

/** IEC 60870-5-104 section 5: start 0x68, length 4, four control octets, of which only the first is used. Gives the functions of all frames. */
export function parse(bytes: Buffer): readonly string[] | undefined {
  const functions: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, 60); at += 6) {
    const frame = bytes.subarray(at, at + 6);
    const name = FUNCTIONS[frame[2] ?? 0];
    if (frame.length < 6 || frame.readUInt16BE(0) !== 0x6804 || frame.readUIntBE(3, 3) !== 0) return undefined;
    if (name === undefined) return undefined;
    functions.push(name);
  }
  return functions.length === 0 ? undefined : functions;
}

const TEST_FRAME: Question = { name: 'TESTFR act', bytes: Buffer.from('680443000000', 'hex') };

function isConfirmed(bytes: Buffer): boolean {
  return parse(bytes)?.includes('TESTFR con') === true;
}

export const iec104: Check = {
  name: 'iec104',
  ports: [2404],
  likelihood: 'rare',
  group: 'ics',
  effect: 'none',
  speaksFirst: 'client',
  sends: [TEST_FRAME],
  source: 'IEC 60870-5-104:2006 sections 5.1 and 5.2',
  reading: 'A confirmed test frame proves the protocol; no data are asked for, so that access stays unknown.',
  recognizes: isConfirmed,
  async run(conversation) {
    if (!isConfirmed(await conversation.ask(TEST_FRAME, isConfirmed))) return undefined;
    return { product: null, version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
