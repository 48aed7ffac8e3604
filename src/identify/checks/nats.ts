import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a server tells by itself in INFO. */
export interface NatsInfo {
  readonly version: string | null;
  readonly tlsRequired: boolean;
}

/** NATS client protocol, "INFO": a JSON object in a line; `server_id` is its first field and mandatory. */
export function parse(bytes: Buffer): NatsInfo | undefined {
  const text = bytes.toString('latin1', 0, 16_384);
  const line = /^INFO (\{"server_id":"[^\r\n]*\}) ?\r\n/.exec(text)?.[1];
  if (line === undefined) return undefined;
  const version = /"version":"([^"]{1,80})"/.exec(line)?.[1];
  return {
    version: version === undefined ? null : printable(version, 80),
    tlsRequired: line.includes('"tls_required":true'),
  };
}

/** What comes back to CONNECT and PING, behind further INFO lines. */
export function parseReply(bytes: Buffer): Access | undefined {
  const text = bytes.toString('latin1', 0, 16_384);
  if (/(?:^|\n)-ERR '(?:Authorization Violation|Authentication Timeout|User Authentication)/i.test(text))
    return 'required';
  if (/(?:^|\n)-ERR '/.test(text)) return 'unknown';
  return /(?:^|\n)PONG\r\n/.test(text) ? 'none-required' : undefined;
}

const CONNECT: Question = {
  name: 'CONNECT without credentials, PING',
  bytes: Buffer.from(
    'CONNECT {"verbose":false,"pedantic":false,"name":"portreeve","lang":"node","version":"1.0.0"}\r\nPING\r\n',
  ),
};

export const nats: Check = {
  name: 'nats',
  ports: [4222],
  likelihood: 'occasional',
  effect: 'session',
  speaksFirst: 'server',
  sends: [CONNECT],
  source: 'NATS client protocol: INFO, CONNECT, PING/PONG, -ERR',
  reading:
    'INFO with a server id proves NATS. PONG after CONNECT without credentials means that none are needed, an authorization error that they are; any other error, or TLS that is demanded and fails, leaves access unknown.',
  recognizes: (bytes) => bytes.toString('latin1', 0, 18) === 'INFO {"server_id":',
  async beginTls(conversation) {
    const info = parse(await conversation.listen((bytes) => parse(bytes) !== undefined));
    return info?.tlsRequired === true;
  },
  async run(conversation) {
    const info = await conversation.listenFor(parse);
    if (info === undefined) return undefined;
    const secured = !info.tlsRequired || conversation.tls !== undefined || (await conversation.startTls());
    const reply = secured
      ? await conversation.ask(CONNECT, (bytes) => parseReply(bytes) !== undefined)
      : Buffer.alloc(0);
    return {
      product: 'NATS',
      version: info.version,
      confidence: 10,
      access: parseReply(reply) ?? 'unknown',
      details: { 'nats.tls_required': info.tlsRequired },
    };
  },
};
