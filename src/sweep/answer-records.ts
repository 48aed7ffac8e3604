import type { ResultCode } from '../model/result-code.ts';
import { packResult, RECORD_WORDS } from '../model/answer-records.ts';
import { monotonicMs } from '../net/monotonic-us.ts';

const RECORDS = 4096;
/** Answers reach the main thread after this long at the latest. */
const FLUSH_MS = 25;

/**
 * Collects answers as four words each: slot, code with the attempt in the second byte, round-trip time in microseconds, and milliseconds since
 * the session started.
 */
export class AnswerRecords {
  readonly #startedMs: number;
  readonly #post: (records: Uint32Array<ArrayBuffer>) => void;
  #words = new Uint32Array(RECORDS * RECORD_WORDS);
  #length = 0;
  #flushedAt = 0;

  constructor(startedMs: number, post: (records: Uint32Array<ArrayBuffer>) => void) {
    this.#startedMs = startedMs;
    this.#post = post;
  }

  add(slot: number, code: ResultCode, attempt: number, rttUs: number): void {
    const at = this.#length;
    this.#words[at] = slot;
    this.#words[at + 1] = packResult(code, attempt);
    this.#words[at + 2] = rttUs;
    this.#words[at + 3] = monotonicMs() - this.#startedMs;
    this.#length = at + RECORD_WORDS;
    if (this.#length === this.#words.length) this.flush();
  }

  /** Passes on what has waited long enough. */
  flushDue(now: number): void {
    if (this.#length > 0 && now - this.#flushedAt >= FLUSH_MS) this.flush(now);
  }

  flush(now: number = performance.now()): void {
    this.#flushedAt = now;
    if (this.#length === 0) return;
    this.#post(this.#words.slice(0, this.#length));
    this.#length = 0;
  }
}
