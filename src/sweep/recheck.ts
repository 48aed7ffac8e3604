import type { ResultCode } from '../model/result-code.ts';
import { NO_RESULT, codeOf, isFromTarget } from '../model/result-code.ts';
import type { EndpointStates } from './endpoint-states.ts';

/** So many witnesses all gone, of different hosts, cannot be a coincidence. */
const FEWEST_TO_CONDEMN = 3;
/** Witnesses that are heard besides those of hosts with silent ports. */
const WITNESSES = 8;

/**
 * One endpoint that answered of each host that also has silent ones, and of a few more hosts: whether these still answer tells whether the silence
 * is the target's, or began when the host banned us or this machine lost its network. Refusing ports first, because asking them opens no connection.
 */
export function chooseWitnesses(states: EndpointStates): readonly number[] {
  const portsPerHost = states.ports.length;
  const partlySilent: number[] = [];
  const talking: number[] = [];
  for (let first = 0; first < states.size; first += portsPerHost) {
    let witness = -1;
    let isSilent = false;
    for (let slot = first; slot < first + portsPerHost; slot++) {
      const code = states.codes[slot] ?? NO_RESULT;
      if (code === NO_RESULT) isSilent = true;
      else if (isFromTarget(code) && (witness < 0 || code !== OPEN)) witness = slot;
    }
    if (witness < 0) continue;
    if (isSilent) partlySilent.push(witness);
    else talking.push(witness);
  }
  const step = Math.max(1, Math.floor(talking.length / WITNESSES));
  return [...partlySilent, ...talking.filter((_, at) => at % step === 0).slice(0, WITNESSES)];
}

const OPEN = codeOf('syn-ack');
const BANNED = codeOf('ban-suspected');
/** What this machine itself says, too, when no neighbour answers it any more. */
const DOUBTFUL = codeOf('host-unreach');
const UNHEALTHY = codeOf('vantage-unhealthy');

/**
 * Says why endpoints are silent where their silence proves nothing: `vantage-unhealthy` for all when no witness answers any more, `ban-suspected` on the
 * hosts whose witness is gone.
 */
export function sentenceSilence(states: EndpointStates, witnesses: readonly number[], gone: ReadonlySet<number>): void {
  const hosts = new Set(witnesses.map((slot) => states.hostOf(slot)));
  const isUnhealthy = gone.size === hosts.size && gone.size >= FEWEST_TO_CONDEMN;
  if (isUnhealthy) {
    settleAll(states, 0, states.size, UNHEALTHY);
    states.codes.forEach((code, slot) => {
      if (code === DOUBTFUL) states.codes[slot] = UNHEALTHY;
    });
  }
  const portsPerHost = states.ports.length;
  for (const slot of gone) {
    const first = states.hostOf(slot) * portsPerHost;
    settleAll(states, first, first + portsPerHost, BANNED);
  }
}

function settleAll(states: EndpointStates, first: number, end: number, code: ResultCode): void {
  for (let slot = first; slot < end; slot++) states.settle(slot, code);
}
