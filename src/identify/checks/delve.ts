import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

const ID = 7237;

/** The response to RPCServer.GetVersion (Delve's JSON-RPC API, one object a line). */
export function parse(bytes: Buffer): { readonly version: string | null } | undefined {
  const text = bytes.toString('latin1', 0, 4096);
  if (!text.startsWith(`{"id":${ID},"result":{"DelveVersion":"`) || !text.includes('"APIVersion":')) return undefined;
  const version = /"DelveVersion":"(?:Version: )?(\d[\w.-]{0,39})/.exec(text)?.[1];
  return { version: version === undefined ? null : printable(version, 40) };
}

const GET_VERSION: Question = {
  name: 'RPCServer.GetVersion',
  bytes: Buffer.from(`{"method":"RPCServer.GetVersion","params":[{}],"id":${ID}}\n`),
};

export const delve: Check = {
  name: 'delve',
  ports: [2345, 40000],
  likelihood: 'rare',
  effect: 'none',
  oneClient: true,
  speaksFirst: 'client',
  sends: [GET_VERSION],
  source: 'Delve documentation: API, "Connecting to headless instances"; service/rpc2 GetVersion',
  reading:
    'The version of Delve and of its interface proves it. The protocol has no authentication, so that no credentials are needed.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = parse(await conversation.ask(GET_VERSION, hasLine));
    // There is no authentication in this protocol.
    return reply && { product: 'Delve', version: reply.version, confidence: 10, access: 'none-required', details: {} };
  },
};
