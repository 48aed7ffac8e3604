import type { Endpoint } from '../model/observation.ts';
import type { Evidence } from '../model/service.ts';
import { openConnection, type ConnectionLimits } from '../net/connection.ts';
import type { Gate } from '../net/gate.ts';
import type { Check, Likelihood } from './check.ts';
import { Conversation } from './conversation.ts';
import type { Permission } from './permission.ts';

/** Connections that one endpoint gets at most, one after the other, while it is not known what it speaks: one for each protocol that could be asked. */
export const CONNECTIONS_PER_ENDPOINT = 80;

/**
 * Milliseconds that a peer may take to answer a question that was not expected on its port, besides four round trips. Who speaks a protocol answers in a
 * few milliseconds; it is the many others, of whom silence has to be waited for, who make this dear.
 */
const PATIENCE_MS: Readonly<Record<Likelihood, number>> = { common: 2000, occasional: 600, rare: 300, betrayed: 300 };
const ROUND_TRIPS = 4;

/** Beyond those, for a check that needs a second connection: whoever is asked last must not find the limit used up by the others. */
const FOLLOW_UPS = 2;

/** Unanswered questions that are kept as evidence. */
export const SILENCE_KEPT = 16;

/** Bytes that are received at most on one connection: a web page's head fits in, an endless sender does not. */
const BYTE_CAP = 65_536;

/** What is asked, and within which limits. */
export interface InquirySubject {
  readonly endpoint: Endpoint;
  /** The host name that was asked for, else the address. */
  readonly host: string;
  readonly gate: Gate;
  /** Which checks may ask; all of them where nothing is said. */
  readonly permission?: Permission | undefined;
  readonly deadlineMs: number;
  /** Connections that the endpoint may have at the same time where nothing likely has answered; as usual where nothing is said. */
  readonly atOnce?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** All conversations with one endpoint: their number is limited and everything said is written down in one place. */
export class Inquiry {
  readonly subject: InquirySubject;
  readonly evidence: Evidence[] = [];
  #connections = 0;
  /** Set once nothing more is to be asked: the endpoint cannot be reached, or makes connections run into their limits. */
  #over = false;
  #heldInSilence = false;
  /** Whether the peer was given time to speak unasked. */
  hasListened = false;
  #refused = false;
  #crowded = false;
  /** Of the quickest connection: slower ones may have lost a packet. */
  #connectMs = Infinity;

  constructor(subject: InquirySubject) {
    this.subject = subject;
  }

  /** Whether a question was left unanswered on a connection that stayed open: the dear kind of silence. */
  get heldInSilence(): boolean {
    return this.#heldInSilence;
  }

  /** How long this check's first question may stay unanswered; what the check itself allows where it is expected. */
  patienceMs(check: Check): number {
    if (check.ports.includes(this.subject.endpoint.port)) return Infinity;
    return PATIENCE_MS[check.likelihood] + ROUND_TRIPS * this.#connectMs;
  }

  /** Nothing more is to be asked: the peer's words are known, and nobody knows the language. */
  end(): void {
    this.#over = true;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Opens a connection; `undefined` when there may be no more, or when it failed (which is noted). */
  async open(most: number = CONNECTIONS_PER_ENDPOINT): Promise<Conversation | undefined> {
    if (this.#over || this.#connections >= most) return undefined;
    this.#connections += 1;
    const { endpoint, gate, host } = this.subject;
    const started = performance.now();
    const connection = await openConnection(gate, endpoint, this.#limits());
    this.#connectMs = Math.min(this.#connectMs, performance.now() - started);
    if (connection.end !== undefined) {
      this.#noteFailure(connection.end.code ?? connection.end.reason);
      await connection[Symbol.asyncDispose]();
      return undefined;
    }
    const reopen = (): Promise<Conversation | undefined> => this.open(CONNECTIONS_PER_ENDPOINT + FOLLOW_UPS);
    return new Conversation(connection, { host, port: endpoint.port, evidence: this.evidence, reopen });
  }

  /**
   * A tarpit that keeps talking, or an endless sender, would do the same to every further connection.
   * @param recognized whether its words betray a protocol that was not asked yet, which is worth one more
   */
  notice(conversation: Conversation, recognized: boolean): void {
    const reason = conversation.end?.reason;
    const talksOn = (reason === 'deadline' || reason === 'byte-cap') && conversation.firstHeard.length > 0;
    if ((talksOn && !recognized) || reason === 'aborted') this.#over = true;
    if ((reason === undefined || reason === 'deadline') && conversation.firstHeard.length === 0) {
      this.#heldInSilence = true;
    }
  }

  /** Forgets unanswered questions beyond those that an unrecognised endpoint keeps as evidence: of a thousand silent ports they would be megabytes. */
  forgetSilence(): void {
    if (this.evidence.length <= SILENCE_KEPT) return;
    let silent = 0;
    const kept = this.evidence.filter(({ received }) => received !== '' || ++silent <= SILENCE_KEPT);
    this.evidence.splice(0, this.evidence.length, ...kept);
  }

  /** A part of this inquiry that goes on at the same time as others; `join` brings back what it heard. */
  fork(): Inquiry {
    const part = new Inquiry(this.subject);
    part.#connections = this.#connections;
    part.#connectMs = this.#connectMs;
    part.hasListened = this.hasListened;
    return part;
  }

  /** A part that got no connection leaves the inquiry going: the server may have no room for several clients. */
  join(part: Inquiry): void {
    this.evidence.push(...part.evidence);
    this.forgetSilence();
    this.#connections = Math.max(this.#connections, part.#connections);
    if (part.#refused) this.#crowded = true;
    else this.#over ||= part.#over;
    this.#heldInSilence ||= part.#heldInSilence;
  }

  /** Whether a connection beside others failed. */
  get isCrowded(): boolean {
    return this.#crowded;
  }

  #limits(): ConnectionLimits {
    return { deadlineMs: this.subject.deadlineMs, byteCap: BYTE_CAP, signal: this.subject.signal };
  }

  #noteFailure(why: string): void {
    this.#over = true;
    this.#refused = true;
    this.evidence.push({ question: 'connect', sent: '', received: '', text: `not connected: ${why}` });
  }
}
