import { setMaxListeners } from 'node:events';
import PQueue from 'p-queue';
import type { Endpoint } from '../model/observation.ts';
import type { Identification } from '../model/service.ts';
import type { Gate } from '../net/gate.ts';
import { createHostManners, type HostManners } from './host-manners.ts';
import { identificationOf, unrecognized } from './identification-of.ts';
import { Inquiry } from './inquiry.ts';
import { CONNECTIONS_AT_ONCE, interrogate, stagesOf, type InterrogationMode } from './interrogate.ts';
import { USUAL_PERMISSION, type Permission } from './permission.ts';
import { withTlsSurvey } from './tls-survey.ts';

/** Limits and manners of identification. */
export interface IdentifierOptions {
  readonly gate: Gate;
  readonly mode: InterrogationMode;
  /** Which checks may ask; those of the usual effects, and none of controllers, where nothing is said. */
  readonly permission?: Permission | undefined;
  /** Connections at once; an endpoint that nothing likely has answered on gets up to three. Silence is cheap: this may be thousands. */
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

/** Endpoints of one host that are questioned at once: each of its ports has one connection, so that only a host with hundreds of open ports sees so many. */
export const CONCURRENCY_PER_HOST = 256;

/**
 * An identifier with one queue for everything and one for each host that has work. Every stage of an interrogation queues up anew, the cheap and
 * likely stages before the others, so that a thousand silent ports hold up nobody who answers.
 */
export function createIdentifier(options: IdentifierOptions): Identifier {
  const signal = forManyListeners(options.signal);
  const atOnce = Math.min(CONNECTIONS_AT_ONCE, options.concurrency);
  const all = new PQueue({ concurrency: Math.max(1, Math.floor(options.concurrency / atOnce)) });
  const queues = new Map<string, PQueue>();
  const hosts = new Map<string, HostManners>();
  const queueOf = (address: string): PQueue => {
    const known = queues.get(address);
    if (known !== undefined) return known;
    const queue = new PQueue({ concurrency: CONCURRENCY_PER_HOST });
    queue.on('idle', () => queues.delete(address));
    queues.set(address, queue);
    return queue;
  };
  const inTurn = async <T>(address: string, priority: number, work: () => Promise<T>): Promise<T> =>
    queueOf(address).add(async () => all.add(work, { priority }), { priority });

  const isAborted = (): boolean => signal?.aborted ?? false;
  const identify = async (endpoint: Endpoint, name: string): Promise<Identification | undefined> => {
    const { gate, permission = USUAL_PERMISSION, deadlineMs, mode } = options;
    const manners = hosts.get(endpoint.address) ?? createHostManners();
    hosts.set(endpoint.address, manners);
    const inquiry = new Inquiry({ endpoint, host: name, gate, permission, deadlineMs, atOnce, signal });
    const stages = stagesOf(inquiry.subject, mode);
    let wasSuspect = false;
    let wasMute = false;
    for (const [index, stage] of stages.entries()) {
      // Ports on which an answer is likely go first, and who was silent lets the others go before.
      const priority = stage.candidates.length > 0 && index === 0 ? 1 : -index;
      const found = await inTurn(endpoint.address, priority, async () => {
        // Judged when the turn comes: other ports of the host have told more by then.
        wasSuspect = mode === 'all' && manners.isSuspect;
        if (isAborted() || (wasSuspect && index > 0)) return undefined;
        const spoken = await interrogate(inquiry, stage, wasSuspect);
        return spoken === undefined ? undefined : withTlsSurvey(inquiry, spoken);
      });
      // Even an answer may be half of one when the signal came in between.
      if (isAborted()) return undefined;
      if (found !== undefined) {
        manners.noteAnswer(wasMute);
        return identificationOf(found);
      }
      if (inquiry.isOver || wasSuspect) break;
      const isLastCommon = stage.kind !== 'others' && stages[index + 1]?.kind === 'others';
      if (!isLastCommon || !inquiry.heldInSilence) continue;
      wasMute = true;
      manners.noteSilence();
    }
    const identification = unrecognized(endpoint, inquiry.evidence);
    const wasSilent = inquiry.evidence.every(({ received }) => received === '');
    return wasSuspect && wasSilent ? manners.explain(identification) : identification;
  };
  return { identify };
}

/** Every connection listens to the signal, and Node warns of a leak from the eleventh listener on; the caller's own signal is left as it is. */
function forManyListeners(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const follower = AbortSignal.any([signal]);
  setMaxListeners(0, follower);
  return follower;
}
