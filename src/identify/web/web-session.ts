import type { Conversation } from '../conversation.ts';
import { parseHttp, type HttpResponse } from '../http-response.ts';
import { speaksHttp2 } from './http2.ts';
import { buildRequest, nameOf } from './request.ts';
import type { WebQuestion } from './web-application.ts';

/** An application that was idle, or whose backend is down, may think for seconds about its first page. */
const PAGE_MS = 5000;

/** Questions that one endpoint gets at most, redirects included. */
const MOST_QUESTIONS = 40;

/** Questions that may stay unanswered, or half answered, before nothing more is asked. */
const MOST_SILENCES = 2;

/** Bytes of a page that are waited for; the rest of a longer one would only use up the connection. */
const PAGE_BYTES = 40_960;

/** Asks one web server, over one connection for as long as it keeps it. Each question is asked once. */
export class WebSession implements AsyncDisposable {
  readonly #replies = new Map<string, HttpResponse | undefined>();
  readonly #opened: Conversation[] = [];
  #current: Conversation;
  /** Whether another question may go over the current connection. */
  #usable = true;
  #silences = 0;

  constructor(conversation: Conversation) {
    this.#current = conversation;
  }

  /** The reply to a question, `undefined` where none came or no more may be asked. */
  async ask(question: WebQuestion): Promise<HttpResponse | undefined> {
    const key = nameOf(question);
    if (this.#replies.has(key)) return this.#replies.get(key);
    if (this.#replies.size >= MOST_QUESTIONS || this.#silences >= MOST_SILENCES) return undefined;
    const reply = await this.#exchange(question);
    this.#replies.set(key, reply);
    return reply;
  }

  /** Every reply so far. */
  get replies(): readonly HttpResponse[] {
    return [...this.#replies.values()].filter((reply) => reply !== undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const conversation of this.#opened) await conversation[Symbol.asyncDispose]();
  }

  async #exchange(question: WebQuestion): Promise<HttpResponse | undefined> {
    const isFirst = this.#replies.size === 0;
    const wasFresh = isFirst || !this.#usable || this.#current.end !== undefined;
    if (!isFirst && wasFresh && !(await this.#reconnect())) return undefined;
    const reply = await this.#send(question, isFirst ? PAGE_MS : undefined);
    // A server may hang up on a connection that it had kept, just when the next question was on its way (RFC 9112 section 9.5).
    if (reply !== undefined || wasFresh || this.#current.end?.reason === undefined) return reply;
    return (await this.#reconnect()) ? this.#send(question) : undefined;
  }

  async #send(question: WebQuestion, waitMs?: number): Promise<HttpResponse | undefined> {
    const { host, port } = this.#current;
    const parse = (bytes: Buffer): HttpResponse | undefined => parseHttp(bytes, question.method);
    const isEnough = (bytes: Buffer): boolean =>
      bytes.length >= PAGE_BYTES || speaksHttp2(bytes) || isWhole(parse(bytes));
    const bytes = await this.#current.ask(buildRequest(question, host, port), isEnough, waitMs);
    const reply = parse(bytes);
    this.#usable = reply?.complete === true && reply.persistent;
    if (this.#current.end === undefined && !isEnough(bytes)) this.#silences += 1;
    return reply;
  }

  async #reconnect(): Promise<boolean> {
    const secured = this.#current.tls !== undefined;
    const fresh = await this.#current.again();
    if (fresh === undefined) {
      this.#silences = MOST_SILENCES;
      return false;
    }
    this.#opened.push(fresh);
    this.#current = fresh;
    this.#usable = true;
    return !secured || fresh.startTls();
  }
}

/** What a page ends with. */
const END_OF_PAGE = /<\/html\s*>\s*$/i;

/** The whole response, or the whole page of one that ends with the connection only. */
function isWhole(response: HttpResponse | undefined): boolean {
  if (response === undefined) return false;
  return response.complete || (response.endless && END_OF_PAGE.test(response.body));
}
