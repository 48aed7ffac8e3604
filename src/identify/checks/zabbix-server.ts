import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { parse as parseFrame } from './zabbix-agent.ts';

/** The answer of a server or a proxy. */
export interface ZabbixReply {
  readonly allowed: boolean;
  readonly version: string | null;
}

/** Zabbix manual, "Remote monitoring of Zabbix stats": JSON in the frame that agents use, too. */
export function parse(bytes: Buffer): ZabbixReply | undefined {
  const text = parseFrame(bytes);
  const response = /^\{"response":"(success|failed)"/.exec(text ?? '')?.[1];
  if (text === undefined || response === undefined) return undefined;
  return { allowed: response === 'success', version: /"version":"([\w.]{1,40})"/.exec(text)?.[1] ?? null };
}

const REQUEST = '{"request":"zabbix.stats"}';
const STATS: Question = {
  name: 'zabbix.stats',
  bytes: Buffer.concat([
    Buffer.from(`ZBXD\x01${String.fromCharCode(REQUEST.length)}\0\0\0\0\0\0\0`, 'latin1'),
    Buffer.from(REQUEST),
  ]),
};

export const zabbixServer: Check = {
  name: 'zabbix-server',
  ports: [10_051],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [STATS],
  source: 'Zabbix manual, "Remote monitoring of Zabbix stats" and "Header"',
  reading:
    "A response in Zabbix's frame proves server or proxy. Its statistics are about itself, and who may send values is decided host by host, so that access stays unknown.",
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(STATS, parse);
    if (reply === undefined) return undefined;
    return {
      product: 'Zabbix',
      version: reply.version === null ? null : printable(reply.version, 40),
      confidence: 10,
      // Numbers about the server itself; who may send values is decided host by host.
      access: 'unknown',
      details: { 'zabbix.stats': reply.allowed },
    };
  },
};
