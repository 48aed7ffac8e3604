import { setMaxListeners } from 'node:events';
import PQueue from 'p-queue';
import type { Endpoint } from '../model/observation.ts';
import type { Evidence, Identification, TlsFacts } from '../model/service.ts';
import { usualService } from '../model/usual-services.ts';
import type { Gate } from '../net/gate.ts';
import type { Found } from './ask-in-turn.ts';
import { Inquiry } from './inquiry.ts';
import { interrogate, type InterrogationMode } from './interrogate.ts';
import { USUAL_PERMISSION, type Permission } from './permission.ts';
import { withTlsSurvey } from './tls-survey.ts';

/** Limits and manners of identification. */
export interface IdentifierOptions {
  readonly gate: Gate;
  readonly mode: InterrogationMode;
  /** Which checks may ask; those of the usual effects, and none of controllers, where nothing is said. */
  readonly permission?: Permission | undefined;
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
 * A host with this many ports that accept, hold the connection and answer nothing, and with few that answer, most likely accepts everything (a
 * tarpit, a SYN proxy): its other ports are asked what is expected on them only, so that it costs minutes and not hours. Whoever hangs up costs
 * nothing and does not count.
 */
const MUTE_PORTS = 32;
const MUTE_FOR_EACH_ANSWER = 3;

/** How the ports of one host behave. */
interface Manners {
  mute: number;
  answering: number;
}

/** An identifier with one queue for everything and one for each host that has work. */
export function createIdentifier(options: IdentifierOptions): Identifier {
  const all = new PQueue({ concurrency: options.concurrency });
  const signal = forManyListeners(options.signal);
  const hosts = new Map<string, PQueue>();
  const manners = new Map<string, Manners>();
  const queueOf = (address: string): PQueue => {
    const known = hosts.get(address);
    if (known !== undefined) return known;
    const queue = new PQueue({ concurrency: CONCURRENCY_PER_HOST });
    queue.on('idle', () => hosts.delete(address));
    hosts.set(address, queue);
    return queue;
  };
  const identifyNow = async (endpoint: Endpoint, host: string): Promise<Identification | undefined> => {
    const ports = manners.get(endpoint.address) ?? { mute: 0, answering: 0 };
    manners.set(endpoint.address, ports);
    const cutShort =
      options.mode === 'all' && ports.mute >= Math.max(MUTE_PORTS, MUTE_FOR_EACH_ANSWER * ports.answering);
    const questioned = await question(
      { ...options, mode: cutShort ? 'expected' : options.mode, signal },
      endpoint,
      host,
    );
    if (questioned === undefined) return undefined;
    const { identification, heldInSilence } = questioned;
    if (identification.service.method === 'probed') ports.answering += 1;
    else if (heldInSilence) ports.mute += 1;
    const wasSilent = identification.evidence.every(({ received }) => received === '');
    if (!cutShort || !wasSilent) return identification;
    return { ...identification, evidence: [...identification.evidence, CUT_SHORT] };
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

interface Questioned {
  readonly identification: Identification;
  readonly heldInSilence: boolean;
}

async function question(options: IdentifierOptions, endpoint: Endpoint, host: string): Promise<Questioned | undefined> {
  const { gate, deadlineMs, mode, signal, permission = USUAL_PERMISSION } = options;
  const isAborted = (): boolean => signal?.aborted ?? false;
  if (isAborted()) return undefined;
  const inquiry = new Inquiry({ endpoint, host, gate, permission, deadlineMs, signal });
  const found = await interrogate(inquiry, mode);
  // Even an answer may be half of one when the signal came in between.
  if (isAborted()) return undefined;
  const surveyed = found === undefined ? undefined : await withTlsSurvey(inquiry, found);
  if (isAborted()) return undefined;
  const identification = surveyed === undefined ? unrecognized(endpoint, inquiry) : identificationOf(surveyed);
  return { identification, heldInSilence: inquiry.heldInSilence };
}

function identificationOf({ check, answer, tls, evidence }: Found): Identification {
  const { product, version, confidence, details } = answer;
  return {
    service: {
      name: answer.name ?? check.name,
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
