import { setMaxListeners } from 'node:events';
import PQueue from 'p-queue';
import type { Endpoint } from '../model/observation.ts';
import type { Evidence, Identification, TlsFacts } from '../model/service.ts';
import { usualService } from '../model/usual-services.ts';
import type { Gate } from '../net/gate.ts';
import type { Found } from './ask-in-turn.ts';
import { Inquiry } from './inquiry.ts';
import { interrogate, type InterrogationMode } from './interrogate.ts';

/** Limits and manners of identification. */
export interface IdentifierOptions {
  readonly gate: Gate;
  readonly mode: InterrogationMode;
  /** Endpoints questioned at once, one connection each. */
  readonly concurrency: number;
  /** Milliseconds from connect to end of one connection. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Finds out what answers on open endpoints. */
export interface Identifier {
  /**
   * @param host the host name that the address was asked for by, else the address
   * @returns `undefined` when the signal came before the last answer
   * @throws OutOfScopeError when the gate refuses the address
   */
  identify(endpoint: Endpoint, host: string): Promise<Identification | undefined>;
}

/** Endpoints of one host that are questioned at once. */
const CONCURRENCY_PER_HOST = 8;

/**
 * A host with this many ports that accept and say nothing most likely accepts everything (a tarpit, a SYN proxy): its other ports are asked what
 * is expected on them only, so that it costs a minute and not an hour.
 */
const MUTE_PORTS = 8;

/** An identifier with one queue for everything and one for each host that has work. */
export function createIdentifier(options: IdentifierOptions): Identifier {
  const all = new PQueue({ concurrency: options.concurrency });
  const signal = forManyListeners(options.signal);
  const hosts = new Map<string, PQueue>();
  const mutePorts = new Map<string, number>();
  const queueOf = (address: string): PQueue => {
    const known = hosts.get(address);
    if (known !== undefined) return known;
    const queue = new PQueue({ concurrency: CONCURRENCY_PER_HOST });
    queue.on('idle', () => hosts.delete(address));
    hosts.set(address, queue);
    return queue;
  };
  const identifyNow = async (endpoint: Endpoint, host: string): Promise<Identification | undefined> => {
    const { address } = endpoint;
    const isMute = (mutePorts.get(address) ?? 0) >= MUTE_PORTS;
    const mode = isMute ? 'expected' : options.mode;
    const identification = await question({ ...options, mode, signal }, endpoint, host);
    if (identification?.evidence.every(({ received }) => received === '') !== true) return identification;
    mutePorts.set(address, (mutePorts.get(address) ?? 0) + 1);
    return mode === options.mode
      ? identification
      : { ...identification, evidence: [...identification.evidence, CUT_SHORT] };
  };
  return {
    identify: async (endpoint, host) => queueOf(endpoint.address).add(() => all.add(() => identifyNow(endpoint, host))),
  };
}

const CUT_SHORT: Evidence = {
  question: 'other protocols',
  sent: '',
  received: '',
  text: `not asked: ${MUTE_PORTS} other ports of this host accept connections and say nothing`,
};

/** Every connection listens to the signal, and Node warns of a leak from the eleventh listener on; the caller's own signal is left as it is. */
function forManyListeners(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const follower = AbortSignal.any([signal]);
  setMaxListeners(0, follower);
  return follower;
}

async function question(
  options: IdentifierOptions,
  endpoint: Endpoint,
  host: string,
): Promise<Identification | undefined> {
  const { gate, deadlineMs, mode, signal } = options;
  const isAborted = (): boolean => signal?.aborted ?? false;
  if (isAborted()) return undefined;
  const inquiry = new Inquiry({ endpoint, host, gate, deadlineMs, signal });
  const found = await interrogate(inquiry, mode);
  // Even an answer may be half of one when the signal came in between.
  if (isAborted()) return undefined;
  return found === undefined ? unrecognized(endpoint, inquiry) : identificationOf(found);
}

function identificationOf({ check, answer, tls, evidence }: Found): Identification {
  const { product, version, confidence, details } = answer;
  return {
    service: {
      name: check.name,
      product,
      version,
      tls: tls !== undefined || check.name === 'tls',
      method: 'probed',
      confidence,
    },
    access: wantsCertificate(tls) ? 'required' : answer.access,
    ...(tls === undefined ? {} : { tls }),
    details,
    evidence,
  };
}

/** A TLS 1.3 server that ends for want of a client certificate asks for credentials, whatever it protects. */
function wantsCertificate(tls: TlsFacts | undefined): boolean {
  return tls?.clientCertificateRequired === true;
}

/** The port number is a guess and no proof: access stays unknown, and the evidence holds what was said all the same. */
function unrecognized(endpoint: Endpoint, inquiry: Inquiry): Identification {
  const usual = usualService(endpoint.port);
  return {
    service: {
      name: usual ?? 'unknown',
      product: null,
      version: null,
      tls: false,
      method: 'port-number',
      confidence: usual === undefined ? 0 : 3,
    },
    access: 'unknown',
    details: {},
    evidence: inquiry.evidence,
  };
}
