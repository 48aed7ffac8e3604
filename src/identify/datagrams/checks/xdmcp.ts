import { printable } from '../../../model/printable.ts';
import type { DatagramCheck } from '../datagram-check.ts';

const WILLING = 5;
const UNWILLING = 6;

/** Willing (authentication, host name, status) or Unwilling (host name, status): X Display Manager Control Protocol 1.1, section 5. */
export function parseXdmcp(bytes: Buffer): { readonly willing: boolean; readonly status: string } | undefined {
  if (bytes.length < 10 || bytes.readUInt16BE(0) !== 1 || bytes.readUInt16BE(4) !== bytes.length - 6) return undefined;
  const opcode = bytes.readUInt16BE(2);
  if (opcode !== WILLING && opcode !== UNWILLING) return undefined;
  const fields: string[] = [];
  for (let at = 6; at < bytes.length;) {
    if (at + 2 > bytes.length || fields.length === 3) return undefined;
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) return undefined;
    fields.push(bytes.toString('latin1', at + 2, end));
    at = end;
  }
  if (fields.length !== (opcode === WILLING ? 3 : 2)) return undefined;
  return { willing: opcode === WILLING, status: printable(fields.at(-1) ?? '', 80) };
}

export const xdmcp: DatagramCheck = {
  name: 'xdmcp',
  ports: [177],
  effect: 'none',
  source: 'X Display Manager Control Protocol 1.1, section 5',
  reading:
    'Willing or Unwilling proves XDMCP. No session is requested, so that access stays unknown; whether one would be given is the fact xdmcp.willing.',
  answersFrom: 'asked-port',
  // A query opens no session; `Request` would.
  questions: () => [
    {
      name: 'Query',
      bytes: Buffer.from('00010002000100', 'hex'),
      read(bytes) {
        const answer = parseXdmcp(bytes);
        return answer === undefined ? undefined : { details: { 'xdmcp.willing': answer.willing } };
      },
    },
  ],
};
