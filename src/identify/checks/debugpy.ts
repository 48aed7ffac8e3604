import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The event that debugpy (and ptvsd, its ancestor) greets with: its own version. */
export function parse(bytes: Buffer): { readonly version: string } | undefined {
  const text = bytes.toString('latin1', 0, 4096);
  if (!/^Content-Length: \d{1,5}\r\n\r\n\{/.test(text) || !/"category": ?"telemetry"/.test(text)) return undefined;
  const version = /"output": ?"(?:debugpy|ptvsd)"[^}]{0,40}\{"packageVersion": ?"([^"]{1,80})"/.exec(text)?.[1];
  return version === undefined ? undefined : { version: printable(version, 80) };
}

/** The response to `initialize`. */
export function parseResponse(bytes: Buffer): boolean {
  const text = bytes.toString('latin1', 0, 16_384);
  return /"type": ?"response"/.test(text) && /"success": ?true/.test(text) && /"command": ?"initialize"/.test(text);
}

const BODY = '{"seq":1,"type":"request","command":"initialize","arguments":{"adapterID":"portreeve"}}';
/** Tells capabilities; only `attach` would begin to debug. */
const INITIALIZE: Question = {
  name: 'initialize',
  bytes: Buffer.from(`Content-Length: ${BODY.length}\r\n\r\n${BODY}`),
};

export const debugpy: Check = {
  name: 'debugpy',
  ports: [5678],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'server',
  sends: [INITIALIZE],
  source: 'Debug Adapter Protocol: base protocol, initialize; debugpy documentation',
  reading:
    'The greeting names debugpy and its version. An answered initialize means that no credentials are needed, because the protocol has no authentication; without it access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const greeting = await conversation.listenFor(parse);
    if (greeting === undefined) return undefined;
    const reply = await conversation.ask(INITIALIZE, parseResponse);
    // There is no authentication in this protocol.
    const access = parseResponse(reply) ? 'none-required' : 'unknown';
    return { product: 'debugpy', version: greeting.version, confidence: 10, access, details: {} };
  },
};
