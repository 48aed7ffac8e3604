import type { Endpoint } from '../model/observation.ts';
import type { Evidence } from '../model/service.ts';
import { openConnection, type ConnectionLimits } from '../net/connection.ts';
import type { Gate } from '../net/gate.ts';
import { Conversation } from './conversation.ts';
import type { Permission } from './permission.ts';

/** Connections that one endpoint gets at most while it is not known what it speaks. */
export const CONNECTIONS_PER_ENDPOINT = 8;

/** Beyond those, for a check that needs a second connection: whoever is asked last must not find the limit used up by the others. */
const FOLLOW_UPS = 2;

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

  constructor(subject: InquirySubject) {
    this.subject = subject;
  }

  /** Whether a question was left unanswered on a connection that stayed open: the dear kind of silence. */
  get heldInSilence(): boolean {
    return this.#heldInSilence;
  }

  /** Opens a connection; `undefined` when there may be no more, or when it failed (which is noted). */
  async open(most: number = CONNECTIONS_PER_ENDPOINT): Promise<Conversation | undefined> {
    if (this.#over || this.#connections >= most) return undefined;
    this.#connections += 1;
    const { endpoint, gate, host } = this.subject;
    const connection = await openConnection(gate, endpoint, this.#limits());
    if (connection.end !== undefined) {
      this.#noteFailure(connection.end.code ?? connection.end.reason);
      await connection[Symbol.asyncDispose]();
      return undefined;
    }
    const reopen = (): Promise<Conversation | undefined> => this.open(CONNECTIONS_PER_ENDPOINT + FOLLOW_UPS);
    return new Conversation(connection, { host, port: endpoint.port, evidence: this.evidence, reopen });
  }

  /** A tarpit that keeps talking, or an endless sender, would do the same to every further connection. */
  notice(conversation: Conversation): void {
    const reason = conversation.end?.reason;
    const talksOn = (reason === 'deadline' || reason === 'byte-cap') && conversation.firstHeard.length > 0;
    if (talksOn || reason === 'aborted') this.#over = true;
    if ((reason === undefined || reason === 'deadline') && conversation.firstHeard.length === 0) {
      this.#heldInSilence = true;
    }
  }

  #limits(): ConnectionLimits {
    return { deadlineMs: this.subject.deadlineMs, byteCap: BYTE_CAP, signal: this.subject.signal };
  }

  #noteFailure(why: string): void {
    this.#over = true;
    this.evidence.push({ question: 'connect', sent: '', received: '', text: `not connected: ${why}` });
  }
}
