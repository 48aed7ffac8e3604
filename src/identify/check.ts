import type { Effect } from '../model/effect.ts';
import type { Facts } from '../model/facts.ts';
import type { Access } from '../model/service.ts';
import type { Conversation } from './conversation.ts';
import type { Question } from './question.ts';

/**
 * How often a protocol is found on ports that are not its own; the likelier are asked first. `betrayed`: its own question is put only where it is
 * expected or has betrayed itself, because whatever such a server is asked, its answer tells what it is, or because it takes seconds to answer at all.
 */
export const LIKELIHOODS = ['common', 'occasional', 'rare', 'betrayed'] as const;
export type Likelihood = (typeof LIKELIHOODS)[number];

/** What a protocol told about itself. Texts come from the peer: bounded and printable. */
export interface Answer {
  /** The service name, where one protocol carries many services (HTTP); else the check's own name holds. */
  readonly name?: string;
  readonly product: string | null;
  readonly version: string | null;
  /** 8 for a banner, 10 for a completed protocol exchange. */
  readonly confidence: 8 | 10;
  readonly access: Access;
  readonly details: Facts;
}

/** One protocol: how to recognise it, what is asked, and what the answers mean. */
export interface Check {
  /** The service name, lower case. */
  readonly name: string;
  /** Where the protocol usually lives; there it is asked first. */
  readonly ports: readonly number[];
  readonly likelihood: Likelihood;
  readonly effect: Effect;
  /** `ics`: controllers in plants and buildings, which are asked only where the user allows it, and only on their own ports. */
  readonly group?: 'ics';
  /** Its servers have one client at a time, or one at all: strangers are asked this while nothing else is. */
  readonly oneClient?: true;
  /** Who speaks first after the connection (or TLS) stands. */
  readonly speaksFirst: 'server' | 'client';
  /** Everything that the check may send; nothing else leaves. */
  readonly sends: readonly Question[];
  /** The specification that bytes and readings are taken from. */
  readonly source: string;
  /** How the replies are read, in a sentence or two, as `portreeve explain` prints it: what proves the service, what tells access, what stays unknown. */
  readonly reading: string;
  /** Whether the first bytes of a peer, unasked or in answer to another protocol's question, betray this protocol. Never throws. */
  recognizes(bytes: Buffer): boolean;
  /** Brings a fresh connection to where TLS begins, for protocols that begin in plain text (STARTTLS); `false` where it does not get there. */
  beginTls?(conversation: Conversation): Promise<boolean>;
  /** Asks; `undefined` when the peer does not speak the protocol. */
  run(conversation: Conversation): Promise<Answer | undefined>;
}
