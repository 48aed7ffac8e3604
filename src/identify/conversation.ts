import type { Evidence, TlsFacts } from '../model/service.ts';
import type { Connection } from '../net/connection.ts';
import type { ConnectionEnd } from '../net/connection-end.ts';
import type { TlsUpgrade } from '../net/tls-options.ts';
import type { Question } from './question.ts';
import { evidenceOf } from './evidence-of.ts';

/** Milliseconds that an answer may take; a path's round trip and a slow machine fit in. */
export const ANSWER_MS = 2000;

/** Whether what has arrived is all that is wanted. */
export type Enough = (bytes: Buffer) => boolean;

/** Finds something in what has arrived once all of it is there. */
type Parser<T> = (bytes: Buffer) => T | undefined;

/** What a conversation needs from the inquiry that it belongs to. */
export interface ConversationContext {
  /** The host name that was asked for, else the address. */
  readonly host: string;
  readonly port: number;
  /** Where every exchange is written down. */
  readonly evidence: Evidence[];
  /** Opens a fresh connection; `undefined` when the endpoint has had its share. */
  readonly reopen: () => Promise<Conversation | undefined>;
}

/** One connection seen from a check: questions, answers, and a record of both. */
export class Conversation implements AsyncDisposable {
  readonly #connection: Connection;
  readonly #context: ConversationContext;
  #firstHeard: Buffer = Buffer.alloc(0);
  /** Milliseconds that the peer may take until it says its first word; whoever has spoken gets the time that the check gives. */
  patienceMs = Infinity;

  constructor(connection: Connection, context: ConversationContext) {
    this.#connection = connection;
    this.#context = context;
  }

  get host(): string {
    return this.#context.host;
  }

  get port(): number {
    return this.#context.port;
  }

  get end(): ConnectionEnd | undefined {
    return this.#connection.end;
  }

  get tls(): TlsFacts | undefined {
    return this.#connection.tls;
  }

  /** The first thing that the peer said on this connection (inside TLS, where TLS is spoken), empty while it said nothing. */
  get firstHeard(): Buffer {
    return this.#firstHeard;
  }

  /** What the server says by itself, without taking it. */
  async overhear(enough: Enough, waitMs: number): Promise<Buffer> {
    const heard = await this.#connection.peek(enough, waitMs);
    this.#remember(heard);
    return heard;
  }

  /** What the server says by itself. */
  async listen(enough: Enough, waitMs: number = ANSWER_MS): Promise<Buffer> {
    return this.#hear({ name: 'server speaks first', bytes: Buffer.alloc(0) }, enough, waitMs);
  }

  /** Sends a question and gives what came back until it was enough, the wait was over or the connection ended. */
  async ask(question: Question, enough: Enough, waitMs: number = ANSWER_MS): Promise<Buffer> {
    const left = this.#connection.write(question.bytes);
    return this.#hear(left ? question : { ...question, bytes: Buffer.alloc(0) }, enough, waitMs);
  }

  /** What a parser finds in what the server says by itself. */
  async listenFor<T>(parse: Parser<T>, waitMs?: number): Promise<T | undefined> {
    return parse(await this.listen((bytes) => parse(bytes) !== undefined, waitMs));
  }

  /** What a parser finds in the answer to a question. */
  async askFor<T>(question: Question, parse: Parser<T>, waitMs?: number): Promise<T | undefined> {
    return parse(await this.ask(question, (bytes) => parse(bytes) !== undefined, waitMs));
  }

  /** Sends a polite last word and waits for nothing. */
  sayGoodbye(question: Question): void {
    if (this.#connection.write(question.bytes)) this.#note(question, Buffer.alloc(0));
  }

  /** Whether the server agreed to a TLS version and cipher, even where the handshake failed later. */
  get agreedOnTls(): boolean {
    return this.#connection.agreedOnTls;
  }

  /** Speaks TLS from here on; `false` when no handshake completed. */
  async startTls(upgrade: Pick<TlsUpgrade, 'version' | 'alpn'> = {}): Promise<boolean> {
    const waitMs = this.#firstHeard.length === 0 ? this.patienceMs : Infinity;
    const facts = await this.#connection.upgradeToTls({ ...upgrade, servername: this.host, waitMs });
    const text =
      facts === undefined
        ? `no handshake: ${this.end?.code ?? this.end?.reason ?? 'no answer'}`
        : `${facts.version} ${facts.cipher ?? ''}, certificate ${facts.fingerprint ?? 'none'}`;
    const question = upgrade.version === undefined ? 'TLS handshake' : `${upgrade.version} handshake`;
    this.#context.evidence.push({ question, sent: '', received: '', text });
    this.#firstHeard = Buffer.alloc(0);
    return facts !== undefined;
  }

  /** A fresh connection to the same endpoint; `undefined` when the endpoint has had its share. */
  async again(): Promise<Conversation | undefined> {
    const fresh = await this.#context.reopen();
    if (fresh !== undefined && this.#firstHeard.length === 0) fresh.patienceMs = this.patienceMs;
    return fresh;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }

  async #hear(question: Question, enough: Enough, waitMs: number): Promise<Buffer> {
    const patienceMs = this.#firstHeard.length === 0 ? this.patienceMs : Infinity;
    const first = await this.#connection.peek((bytes) => bytes.length > 0, Math.min(waitMs, patienceMs));
    const heard = await this.#connection.read(enough, first.length === 0 ? 0 : waitMs);
    this.#remember(heard);
    this.#note(question, heard);
    return heard;
  }

  #note(question: Question, heard: Buffer): void {
    const name = this.tls === undefined ? question.name : `inside TLS: ${question.name}`;
    this.#context.evidence.push(evidenceOf({ ...question, name }, heard));
  }

  #remember(heard: Buffer): void {
    if (this.#firstHeard.length === 0) this.#firstHeard = heard;
  }
}
