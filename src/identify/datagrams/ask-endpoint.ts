import type { Facts } from '../../model/facts.ts';
import type { Endpoint, ProbeResult } from '../../model/observation.ts';
import type { Access, Evidence, Identification } from '../../model/service.ts';
import { resultOfDatagramError } from '../../net/datagram-error.ts';
import { errorCode } from '../../net/errno.ts';
import type { Gate } from '../../net/gate.ts';
import { openDatagram } from '../../net/open-datagram.ts';
import type { OpenDatagram } from '../../net/open-datagram.ts';
import { patientTimer } from '../../net/patient-timer.ts';
import { evidenceOf } from '../evidence-of.ts';
import type { DatagramCheck, DatagramQuestion, Reading } from './datagram-check.ts';

export interface AskOptions {
  readonly gate: Gate;
  /** Waits until the next datagram to a host may leave. Rejects, or is not resolved any more, never: an aborted run resolves at once. */
  readonly turn: (address: string) => Promise<void>;
  /** Milliseconds that the first transmission waits; each further one waits twice as long. */
  readonly timeoutMs: number;
  /** Transmissions of a question that stays unanswered. */
  readonly transmissions: number;
  readonly snmpPublic: boolean;
  readonly signal: AbortSignal;
}

/** What came of asking one endpoint. */
export interface Asked {
  readonly result: ProbeResult;
  /** Datagrams that left. */
  readonly attempts: number;
  readonly rttMs: number | null;
  /** Present where the endpoint answered. */
  readonly identification?: Identification;
}

const OPEN: ProbeResult = { state: 'open', reason: 'udp-response' };
const SILENT: ProbeResult = { state: 'open|filtered', reason: 'udp-no-response' };

/** An endpoint that answers something else is listened to for so many datagrams, then left alone. */
const MOST_DATAGRAMS = 8;

/** What an endpoint has said so far. */
class Dialogue {
  readonly #endpoint: Endpoint;
  readonly #options: AskOptions;
  readonly #readings: Reading[] = [];
  readonly #evidence: Evidence[] = [];
  #attempts = 0;
  #heard = 0;
  #rttMs: number | null = null;
  #sentAt = 0;
  #failing: Promise<ProbeResult> | undefined;
  #question: DatagramQuestion | undefined;
  #wake: (() => void) | undefined;

  constructor(endpoint: Endpoint, options: AskOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
  }

  async ask(check: DatagramCheck): Promise<Asked | undefined> {
    const { gate, snmpPublic, signal } = this.#options;
    let socket: OpenDatagram | undefined;
    try {
      socket = await openDatagram(gate, this.#endpoint, check.answersFrom === 'any-port', {
        message: (bytes) => this.#hear(bytes),
        error: (error) => this.#fail(error),
      });
      for (const question of check.questions({ port: this.#endpoint.port, snmpPublic })) {
        if (question.onlyIfOpen === true && this.#heard === 0) continue;
        await this.#put(socket, question);
        if (signal.aborted || this.#failing !== undefined) break;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      socket?.close();
    }
    const failure = await this.#failing;
    return signal.aborted && this.#heard === 0 ? undefined : this.#asked(check, failure);
  }

  /** Sends one question until it is answered, or something else is. */
  async #put(socket: OpenDatagram, question: DatagramQuestion): Promise<void> {
    const { turn, timeoutMs, transmissions, signal } = this.#options;
    this.#question = question;
    const before = this.#heard;
    for (let transmission = 0; transmission < transmissions; transmission++) {
      await turn(this.#endpoint.address);
      if (signal.aborted || this.#failing !== undefined) return;
      this.#sentAt = performance.now();
      this.#attempts++;
      const answer = this.#answered(timeoutMs * 2 ** transmission);
      await socket.send(question.bytes);
      if (await answer) return;
      // Whoever answers something else will not be taught by asking again.
      if (this.#heard > before) return;
    }
  }

  /** Resolves with whether the present question was answered or is not worth waiting for any more. */
  async #answered(ms: number): Promise<boolean> {
    let cancel: (() => void) | undefined;
    const { signal } = this.#options;
    const over = await new Promise<boolean>((resolve) => {
      cancel = patientTimer(ms, () => resolve(false));
      this.#wake = () => resolve(true);
      signal.addEventListener('abort', this.#wake, { once: true });
    });
    cancel?.();
    if (this.#wake !== undefined) signal.removeEventListener('abort', this.#wake);
    this.#wake = undefined;
    return over;
  }

  #hear(bytes: Buffer): void {
    if (++this.#heard > MOST_DATAGRAMS) return this.#wake?.();
    this.#rttMs ??= Math.max(0, performance.now() - this.#sentAt);
    const question = this.#question;
    if (question === undefined) return;
    const reading = question.read(bytes);
    if (reading === undefined) {
      if (this.#evidence.length === 0) this.#evidence.push(evidenceOf(question, bytes));
      return;
    }
    // Answered twice, because it was sent twice.
    this.#question = undefined;
    this.#readings.push(reading);
    this.#evidence.push(evidenceOf(question, bytes));
    this.#wake?.();
  }

  #fail(cause: unknown): void {
    this.#failing ??= resultOfDatagramError(errorCode(cause), this.#endpoint.address);
    this.#wake?.();
  }

  #asked(check: DatagramCheck, failure: ProbeResult | undefined): Asked {
    const about = { attempts: this.#attempts, rttMs: this.#rttMs };
    // Whoever answered once is open, whatever the kernel says of a later datagram.
    if (this.#heard > 0)
      return { result: OPEN, ...about, identification: identify(check, this.#readings, this.#evidence) };
    return { result: failure ?? SILENT, ...about };
  }
}

/** Asks one endpoint all that its check asks; `undefined` where the signal came before an answer. */
export function askEndpoint(endpoint: Endpoint, check: DatagramCheck, options: AskOptions): Promise<Asked | undefined> {
  return new Dialogue(endpoint, options).ask(check);
}

const STRENGTH: readonly Access[] = ['unknown', 'refused-by-acl', 'required', 'none-required'];

/** Several answers put together; none that the protocol knows leaves only the port number. */
function identify(check: DatagramCheck, readings: readonly Reading[], evidence: readonly Evidence[]): Identification {
  const probed = readings.length > 0;
  const details: Facts = Object.assign({}, ...readings.map((reading) => reading.details ?? {}));
  return {
    service: {
      name: check.name,
      product: readings.find(({ product }) => product !== undefined && product !== null)?.product ?? null,
      version: readings.find(({ version }) => version !== undefined && version !== null)?.version ?? null,
      tls: false,
      method: probed ? 'probed' : 'port-number',
      confidence: probed ? 10 : 3,
    },
    access: readings.reduce<Access>(
      (strongest, { access = 'unknown' }) =>
        STRENGTH.indexOf(access) > STRENGTH.indexOf(strongest) ? access : strongest,
      'unknown',
    ),
    details,
    evidence,
  };
}
