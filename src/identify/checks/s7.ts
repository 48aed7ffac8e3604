import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { tpktPayload } from '../tpkt.ts';
import type { Conversation } from '../conversation.ts';

const REFERENCE = 0x5052;
const PDU_REFERENCE = 0x5045;

/** Whether an ISO transport connection was confirmed (RFC 905 section 13.4): length, CC, our reference, theirs, class 0. */
export function parseConfirm(bytes: Buffer): boolean {
  const cotp = tpktPayload(bytes);
  return (
    cotp !== undefined &&
    cotp.length >= 7 &&
    cotp[0] === cotp.length - 1 &&
    cotp[1] === 0xd0 &&
    cotp.readUInt16BE(2) === REFERENCE
  );
}

/** What a controller agrees to: the longest message that it takes. */
export interface S7Setup {
  readonly pduLength: number;
}

/**
 * The acknowledgement of Setup communication: COTP data (02 f0 80), S7 header (0x32, ack-data 3, our reference, lengths of parameters and data, error
 * class and code), function 0xf0, jobs at once for both sides, and the length.
 */
export function parse(bytes: Buffer): S7Setup | undefined {
  const cotp = tpktPayload(bytes);
  if (cotp?.length !== 23 || cotp.readUIntBE(0, 3) !== 0x02f080) return undefined;
  const s7 = cotp.subarray(3);
  const isAnswer = s7[0] === 0x32 && s7[1] === 3 && s7.readUInt16BE(4) === PDU_REFERENCE;
  const isSetup = s7.readUInt16BE(6) === 8 && s7.readUInt16BE(8) === 0 && s7.readUInt16BE(10) === 0 && s7[12] === 0xf0;
  return isAnswer && isSetup ? { pduLength: s7.readUInt16BE(18) } : undefined;
}

/** Connection request of class 0 with messages of 1024 bytes, from a programming device (0x0100) to rack and slot in the low byte. */
function buildRequest(slot: number): Question {
  const bytes = Buffer.from('0300001611e00000505200c0010ac1020100c2020100', 'hex');
  bytes[21] = slot;
  return { name: `ISO connection request, rack 0, slot ${slot}`, bytes };
}

/** An S7-300 has its processor in slot 2, an S7-1200 or S7-1500 in slot 1. */
const REQUESTS = [buildRequest(2), buildRequest(1)] as const;

/** One job at a time, messages of 480 bytes. */
const SETUP: Question = {
  name: 'Setup communication',
  bytes: Buffer.from('0300001902f08032010000504500080000f0000001000101e0', 'hex'),
};

export const s7: Check = {
  name: 's7',
  ports: [102],
  likelihood: 'rare',
  group: 'ics',
  effect: 'none',
  speaksFirst: 'client',
  sends: [...REQUESTS, SETUP],
  source: 'RFC 905, RFC 1006; Siemens S7 communication as the Wireshark dissector s7comm documents it',
  reading:
    'An acknowledged setup proves S7 communication; whether a password protects the program is not asked, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const [first, second] = REQUESTS;
    if (await setUp(conversation, first)) return FOUND;
    await using again = await conversation.again();
    return again !== undefined && (await setUp(again, second)) ? FOUND : undefined;
  },
};

const FOUND = { product: null, version: null, confidence: 10, access: 'unknown', details: {} } as const;

async function setUp(conversation: Conversation, request: Question): Promise<boolean> {
  const confirm = await conversation.ask(request, (bytes) => tpktPayload(bytes) !== undefined);
  if (!parseConfirm(confirm)) return false;
  return parse(await conversation.ask(SETUP, (bytes) => tpktPayload(bytes) !== undefined)) !== undefined;
}
