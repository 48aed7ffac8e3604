import type { Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { InternalError } from '../model/errors.ts';
import type { Endpoint } from '../model/observation.ts';
import type { TlsFacts } from '../model/service.ts';
import type { ConnectionEnd } from './connection-end.ts';
import { errorCode, isShortage, resultOfErrno } from './errno.ts';
import type { Gate } from './gate.ts';
import { openSocket } from './open-socket.ts';
import { patientTimer } from './patient-timer.ts';
import type { Payload } from './payload.ts';
import { tlsFactsOf } from './tls-facts.ts';
import { wantsClientCertificate } from './tls-failure.ts';
import { tlsOptions, type TlsUpgrade } from './tls-options.ts';
import { untilNotShort } from './until-not-short.ts';

/** What one connection may cost. */
export interface ConnectionLimits {
  /** Milliseconds from the call to the end of the connection, whatever the peer does. */
  readonly deadlineMs: number;
  /** Bytes that are received at most (inside TLS: decrypted bytes). */
  readonly byteCap: number;
  readonly signal?: AbortSignal | undefined;
}

/** How long the last bytes and the end of the stream may take to leave. */
const FAREWELL_MS = 250;

const EMPTY: Buffer = Buffer.alloc(0);

/**
 * Connects and waits until that succeeded or failed; a failure is a connection that has `end` set. Connects again where this machine is short.
 * @throws OutOfScopeError before anything is sent
 */
export function openConnection(gate: Gate, endpoint: Endpoint, limits: ConnectionLimits): Promise<Connection> {
  const open = async (): Promise<Connection> => {
    const connection = new Connection(openSocket(gate, endpoint), gate.payloadTo(endpoint), limits);
    await connection.settled();
    return connection;
  };
  return untilNotShort(open, ({ end }) => end?.reason === 'not-connected' && isShortage(resultOfErrno(end.code)));
}

/** One TCP connection with an absolute deadline and a byte cap. Whatever the peer does ends up as bytes and as `end`, never as an exception. */
export class Connection implements AsyncDisposable {
  readonly #payload: Payload;
  readonly #limits: ConnectionLimits;
  readonly #cancelDeadline: () => void;
  #socket: Socket;
  #connected = false;
  #handshaking = false;
  #spokePlain = false;
  #agreedOnTls = false;
  #facts: TlsFacts | undefined;
  #unread: Buffer = EMPTY;
  #total = 0;
  #end: ConnectionEnd | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: Socket, payload: Payload, limits: ConnectionLimits) {
    this.#payload = payload;
    this.#limits = limits;
    this.#socket = socket;
    this.#cancelDeadline = patientTimer(limits.deadlineMs, () => this.#finish({ reason: 'deadline' }));
    socket.once('connect', this.#onConnect);
    this.#attach(socket);
    limits.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (limits.signal?.aborted === true) this.#onAbort();
  }

  /** Set once the connection is over; what was received before can still be read. */
  get end(): ConnectionEnd | undefined {
    return this.#end;
  }

  /** What the handshake showed; a TLS 1.3 server tells only later that it wanted a client certificate. */
  get tls(): TlsFacts | undefined {
    if (this.#facts === undefined || !wantsClientCertificate(this.#end?.code)) return this.#facts;
    return { ...this.#facts, clientCertificateRequired: true };
  }

  /** Whether the server agreed to a TLS version and cipher, even where the handshake failed later. */
  get agreedOnTls(): boolean {
    return this.#agreedOnTls;
  }

  /** Waits until the connection stands or has failed. */
  async settled(): Promise<void> {
    while (!this.#connected && this.#end === undefined) await this.#change();
  }

  /**
   * Sends, unless the connection is over, or the peer has to speak first and did not.
   * @returns whether the bytes were handed to the kernel
   * @throws InternalError on ports that are connect-only, where one byte may be printed
   */
  write(bytes: Uint8Array): boolean {
    if (!this.#maySend() || this.#end !== undefined) return false;
    this.#spokePlain ||= bytes.length > 0 && !this.#agreedOnTls;
    this.#socket.write(bytes);
    return true;
  }

  /** What has arrived and was not read, once `done` is satisfied, `waitMs` have passed or the connection is over. It stays unread. */
  async peek(done: (bytes: Buffer) => boolean, waitMs: number): Promise<Buffer> {
    const wait = { isOver: waitMs <= 0 };
    const cancel = patientTimer(waitMs, () => {
      wait.isOver = true;
      this.#wake?.();
    });
    while (this.#end === undefined && !done(this.#unread) && !wait.isOver) await this.#change();
    cancel();
    return this.#unread;
  }

  /** As `peek`, and takes the bytes. */
  async read(done: (bytes: Buffer) => boolean, waitMs: number): Promise<Buffer> {
    const bytes = await this.peek(done, waitMs);
    this.#unread = EMPTY;
    return bytes;
  }

  /**
   * Speaks TLS from here on. Plain bytes that were not read are dropped: they may have been injected (CVE-2011-0411).
   * @returns the facts, `undefined` when no handshake completed, with the reason in `end`
   * @throws InternalError on connect-only ports
   */
  async upgradeToTls(upgrade: TlsUpgrade = {}): Promise<TlsFacts | undefined> {
    if (!this.#maySend()) this.#finish({ reason: 'closed' });
    if (this.#end !== undefined) return undefined;
    const plain = this.#socket;
    this.#detach(plain);
    plain.on('error', this.#onError);
    this.#unread = EMPTY;
    this.#handshaking = true;
    const secure = connectTls({ ...tlsOptions(upgrade), socket: plain });
    this.#socket = secure;
    secure.once('secureConnect', () => this.#onSecure(secure));
    // Keys can be derived only once the server has answered with a version and a cipher.
    secure.once('keylog', () => (this.#agreedOnTls = true));
    this.#attach(secure);
    const { waitMs = Infinity } = upgrade;
    const cancel = Number.isFinite(waitMs) ? patientTimer(waitMs, this.#onStall) : undefined;
    while (this.#handshaking && this.#end === undefined) await this.#change();
    cancel?.();
    return this.#facts;
  }

  /** Lets the last bytes leave, ends the stream and waits until the socket is gone; of who never said a word the end is not waited for. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end ??= { reason: 'closed' };
    this.#release();
    this.#wake?.();
    const socket = this.#socket;
    if (socket.closed) return;
    const gone = new Promise<void>((resolve) => {
      const impatience = setTimeout(() => socket.destroy(), FAREWELL_MS);
      socket.once('close', () => {
        clearTimeout(impatience);
        resolve();
      });
      socket.destroySoon();
    });
    if (this.#total > 0) await gone;
  }

  #maySend(): boolean {
    if (this.#payload === 'none') throw new InternalError('the port is connect-only; nothing may be sent');
    return this.#payload === 'any' || this.#total > 0;
  }

  /** Waits for the next event of the socket, or the end of a wait. */
  async #change(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  #finish(end: ConnectionEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#release();
    this.#socket.destroy();
    this.#wake?.();
  }

  #release(): void {
    this.#cancelDeadline();
    this.#limits.signal?.removeEventListener('abort', this.#onAbort);
  }

  #attach(socket: Socket): void {
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onEnd).on('error', this.#onError);
  }

  #detach(socket: Socket): void {
    socket.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onEnd).off('error', this.#onError);
  }

  readonly #onConnect = (): void => {
    this.#connected = true;
    this.#wake?.();
  };

  readonly #onSecure = (secure: TLSSocket): void => {
    this.#handshaking = false;
    try {
      this.#facts = { ...tlsFactsOf(secure), startTls: this.#spokePlain };
    } catch (error) {
      // A certificate that OpenSSL let pass and Node cannot print must not end the process from inside an event.
      this.#finish({ reason: 'tls-failed', code: errorCode(error) ?? 'CERTIFICATE_UNREADABLE' });
    }
    this.#wake?.();
  };

  readonly #onData = (chunk: Buffer): void => {
    if (this.#end !== undefined) return;
    const kept = chunk.subarray(0, this.#limits.byteCap - this.#total);
    this.#total += kept.length;
    this.#unread = this.#unread.length === 0 ? kept : Buffer.concat([this.#unread, kept]);
    if (this.#total >= this.#limits.byteCap) this.#finish({ reason: 'byte-cap' });
    else this.#wake?.();
  };

  readonly #onEnd = (): void => this.#finish({ reason: this.#handshaking ? 'tls-failed' : 'peer-closed' });

  readonly #onError = (error: Error): void => {
    const code = errorCode(error);
    if (!this.#connected) this.#finish({ reason: 'not-connected', code });
    else if (this.#handshaking || code?.startsWith('ERR_SSL') === true) this.#finish({ reason: 'tls-failed', code });
    else this.#finish({ reason: 'failed', code });
  };

  readonly #onStall = (): void => {
    if (this.#handshaking) this.#finish({ reason: 'tls-failed', code: 'ETIMEDOUT' });
  };

  readonly #onAbort = (): void => this.#finish({ reason: 'aborted' });
}
