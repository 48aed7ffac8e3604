import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const HEADER = 13;

/** Zabbix protocol: `ZBXD`, flags 1, the length of the data (little endian) and four reserved bytes, then the value. */
export function parse(bytes: Buffer): string | undefined {
  if (bytes.length < HEADER || bytes.toString('latin1', 0, 5) !== 'ZBXD\x01') return undefined;
  const length = bytes.readUInt32LE(5);
  if (length > 65_536 || bytes.readUInt32LE(9) !== 0 || bytes.length < HEADER + length) return undefined;
  return bytes.toString('utf8', HEADER, HEADER + length);
}

/** A version, or why there is none; the server says other things in the same frame. */
function isAgent(value: string | undefined): boolean {
  return value !== undefined && /^(?:\d+\.\d+[\w.]*$|ZBX_NOTSUPPORTED\b)/.test(value);
}

const KEY = 'agent.version';
const VERSION: Question = {
  name: KEY,
  bytes: Buffer.concat([Buffer.from('ZBXD\x01\x0d\0\0\0\0\0\0\0', 'latin1'), Buffer.from(KEY)]),
};

export const zabbixAgent: Check = {
  name: 'zabbix-agent',
  ports: [10_050],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [VERSION],
  source: 'Zabbix manual, "Passive agent checks" and "Header"',
  reading:
    'A version, or that the key is not supported, proves the agent. A source that is not on its list gets no answer at all, so that no credentials are needed where one comes.',
  recognizes: (bytes) => isAgent(parse(bytes)),
  async run(conversation) {
    const value = await conversation.askFor(VERSION, parse);
    if (value === undefined || !isAgent(value)) return undefined;
    const version = /^\d/.test(value) ? printable(value, 80) : null;
    // Who is not on the agent's list gets no answer at all.
    return { product: 'Zabbix agent', version, confidence: 10, access: 'none-required', details: {} };
  },
};
