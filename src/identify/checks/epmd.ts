import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A node that the port mapper knows. */
export interface EpmdNames {
  readonly names: readonly string[];
}

/** NAMES_RESP (Erlang distribution protocol): epmd's own port, and a line `name X at port N` for each node. */
export function parse(bytes: Buffer): EpmdNames | undefined {
  if (bytes.length < 4 || bytes.length > 65_000 || bytes.readUInt16BE(0) !== 0 || bytes.readUInt16BE(2) === 0)
    return undefined;
  const lines = bytes.toString('latin1', 4).split('\n');
  if (lines.pop() !== '') return undefined;
  const names = lines.map((line) => /^name ([^\s]{1,255}) at port \d{1,5}$/.exec(line)?.[1]);
  if (!names.every((name) => name !== undefined)) return undefined;
  return { names: names.slice(0, 32).map((name) => printable(name, 80)) };
}

const NAMES: Question = { name: 'NAMES_REQ', bytes: Buffer.from('00016e', 'hex') };

export const epmd: Check = {
  name: 'epmd',
  ports: [4369],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'client',
  sends: [NAMES],
  source: 'Erlang/OTP: Distribution Protocol, "EPMD Protocol" (NAMES_REQ)',
  reading:
    'A list of nodes, or an empty one under the port that was asked, proves the port mapper. The protocol has no authentication, and the list was given, so that no credentials are needed.',
  recognizes: () => false,
  async run(conversation) {
    const reply = await conversation.ask(NAMES, () => false);
    const known = parse(reply);
    // Four bytes alone may be anybody's: then they must name the port that was asked.
    if (known === undefined || (known.names.length === 0 && reply.readUInt32BE(0) !== conversation.port))
      return undefined;
    // There is no authentication in this protocol.
    const details = known.names.length === 0 ? {} : { 'epmd.names': known.names };
    return { product: null, version: null, confidence: 10, access: 'none-required', details };
  },
};
