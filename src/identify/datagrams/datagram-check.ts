import type { Facts } from '../../model/facts.ts';
import type { Access } from '../../model/service.ts';
import type { Effect } from '../../model/effect.ts';
import type { Question } from '../question.ts';

/** What one answer tells; what it does not tell is left out. Texts come from the peer: bounded and printable. */
export interface Reading {
  readonly product?: string | null;
  readonly version?: string | null;
  readonly access?: Access;
  readonly details?: Facts;
}

/** One datagram to send, with ids of its own, and how its answer is known. */
export interface DatagramQuestion extends Question {
  /** Sent only once the endpoint has answered something. */
  readonly onlyIfOpen?: true;
  /** Sees the answer to just these bytes; `undefined` for anything else, such as one with another id. Never throws. */
  readonly read: (answer: Buffer) => Reading | undefined;
}

export interface DatagramAsk {
  readonly port: number;
  /** Whether SNMP may be asked with the community `public`, which is a well-known password. */
  readonly snmpPublic: boolean;
}

/** One UDP service: where it lives, what is asked, and what its answers mean. */
export interface DatagramCheck {
  /** The service name, lower case. */
  readonly name: string;
  readonly ports: readonly number[];
  readonly effect: Effect;
  /** The specification that bytes and readings are taken from. */
  readonly source: string;
  /** How the answers are read, in a sentence or two: what proves the service, what tells access, what stays unknown. */
  readonly reading: string;
  /** TFTP answers from a port of its own; everybody else from the one that was asked. */
  readonly answersFrom: 'asked-port' | 'any-port';
  /** What is asked, in this order, with fresh random ids. Nothing is written, created or subscribed. */
  readonly questions: (ask: DatagramAsk) => readonly DatagramQuestion[];
}
