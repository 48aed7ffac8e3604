import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a member answers to the protocol header of another: the same, and nothing else before packets come. */
export function parse(bytes: Buffer): 'member' | undefined {
  return bytes.toString('latin1', 0, 4) === 'HZC' ? 'member' : undefined;
}

/** The header alone; no packet follows, so that nobody joins anything. */
const MEMBER: Question = { name: 'header of a member', bytes: Buffer.from('HZC') };
/** No protocol of Hazelcast: a member hangs up without a word, where an echo would repeat it. */
const NOBODY: Question = { name: 'header of nobody', bytes: Buffer.from('PRT') };

export const hazelcast: Check = {
  name: 'hazelcast',
  ports: [5701, 5702],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [MEMBER, NOBODY],
  source: 'Hazelcast: com.hazelcast.internal.nio.Protocols, UnifiedProtocolDecoder and UnifiedProtocolEncoder',
  reading:
    "A member answers a member's header with its own and hangs up on any other. Whether a stranger may join or read only an attempt would tell, so that access stays unknown.",
  recognizes: () => false,
  async run(conversation) {
    if (parse(await conversation.ask(MEMBER, (bytes) => bytes.length >= 3)) === undefined) return undefined;
    await using second = await conversation.again();
    const reply = await second?.ask(NOBODY, (bytes) => bytes.length > 0);
    const reason = second?.end?.reason;
    if (reply?.length !== 0 || (reason !== 'peer-closed' && reason !== 'failed')) return undefined;
    // Who has the cluster's name may join or read, unless security is switched on, which only an attempt would tell.
    return { product: 'Hazelcast', version: null, confidence: 8, access: 'unknown', details: {} };
  },
};
