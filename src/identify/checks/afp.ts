import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a server tells before anybody logs in. */
export interface AfpStatus {
  readonly serverName: string;
  readonly machineType: string;
  /** User authentication methods. */
  readonly uams: readonly string[];
}

const REQUEST_ID = 0x5052;

/** AFP over TCP (DSI): a reply (1) to GetStatus (3) with our number, no error, and a block whose first words are offsets into it. */
export function parse(bytes: Buffer): AfpStatus | undefined {
  if (bytes.length < 16 || bytes[0] !== 1 || bytes[1] !== 3 || bytes.readUInt16BE(2) !== REQUEST_ID) return undefined;
  const length = bytes.readUInt32BE(8);
  if (bytes.readUInt32BE(4) !== 0 || length < 11 || bytes.length < 16 + length) return undefined;
  const block = bytes.subarray(16, 16 + length);
  const serverName = pascalText(block, 10);
  const machineType = pascalText(block, block.readUInt16BE(0));
  const uams = pascalTexts(block, block.readUInt16BE(4));
  return serverName === undefined || machineType === undefined || uams === undefined
    ? undefined
    : { serverName, machineType, uams };
}

function pascalText(block: Buffer, at: number): string | undefined {
  const length = block[at];
  if (length === undefined || at + 1 + length > block.length) return undefined;
  return block.toString('utf8', at + 1, at + 1 + length);
}

function pascalTexts(block: Buffer, from: number): readonly string[] | undefined {
  const texts: string[] = [];
  let at = from + 1;
  for (let left = block[from] ?? 0; left > 0; left--) {
    const text = pascalText(block, at);
    if (text === undefined) return undefined;
    texts.push(text);
    at += 1 + (block[at] ?? 0);
  }
  return texts;
}

const GET_STATUS: Question = { name: 'DSIGetStatus', bytes: Buffer.from('00035052000000000000000000000000', 'hex') };

export const afp: Check = {
  name: 'afp',
  ports: [548],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [GET_STATUS],
  source: 'Apple Filing Protocol Reference: DSIGetStatus, FPGetSrvrInfo',
  reading:
    'GetStatus is answered before any login. Where no method for guests is listed, credentials are required; where one is, or no method at all, access stays unknown, because only inside it is told what guests may see.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const status = await conversation.askFor(GET_STATUS, parse);
    if (status === undefined) return undefined;
    const guest = status.uams.includes('No User Authent');
    return {
      product: status.machineType === '' ? null : printable(status.machineType, 80),
      version: null,
      confidence: 10,
      // A guest may log in; whether a volume is for guests is told only inside.
      access: guest || status.uams.length === 0 ? 'unknown' : 'required',
      details: { 'afp.guest': guest, 'afp.server_name': printable(status.serverName, 80) },
    };
  },
};
