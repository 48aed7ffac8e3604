import type { EndpointState } from '../model/observation.ts';
import { resultOf } from '../model/result-code.ts';
import type { PortFacts, SeenPort } from './scan-draft.ts';

/** Which of two sightings of one port counts: an answer proves more than silence, and one acceptance that the port is open. */
const WEIGHT: Readonly<Record<EndpointState, number>> = {
  open: 4,
  closed: 3,
  filtered: 2,
  'open|filtered': 1,
  error: 0,
};

/** A host's ports, TCP before UDP, ascending, each once. Several records of one port, such as masscan's for state and banner, are put together. */
export function mergePorts(ports: readonly SeenPort[]): SeenPort[] {
  const merged: SeenPort[] = [];
  for (const seen of [...ports].sort(inOrder)) {
    const last = merged.at(-1);
    if (last !== undefined && inOrder(last, seen) === 0) merged[merged.length - 1] = together(last, seen);
    else merged.push(seen);
  }
  return merged;
}

function inOrder(a: SeenPort, b: SeenPort): number {
  if (a.transport !== b.transport) return a.transport === 'tcp' ? -1 : 1;
  return a.port - b.port;
}

function together(a: SeenPort, b: SeenPort): SeenPort {
  const [states, other] = weightOf(b) > weightOf(a) ? [b, a] : [a, b];
  if (other.facts === undefined || weightOf(states) !== weightOf(other)) return states;
  const facts = joinFacts(states.facts, other.facts);
  return { ...states, ...(facts && { facts }) };
}

function weightOf({ code }: SeenPort): number {
  return WEIGHT[resultOf(code).state];
}

/** What two sources tell of one port. The first word stands, save that a surer service is more than a guess, and that proof of access is more than none. */
export function joinFacts(a: PortFacts | undefined, b: PortFacts | undefined): PortFacts | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const service = (b.service?.confidence ?? -1) > (a.service?.confidence ?? -1) ? b.service : a.service;
  const access = a.access === undefined || a.access === 'unknown' ? (b.access ?? a.access) : a.access;
  const evidence = [...(a.evidence ?? []), ...(b.evidence ?? [])].slice(0, 8);
  const tls = a.tls ?? b.tls;
  return {
    ...(service && { service }),
    ...(access && { access }),
    ...(tls && { tls }),
    ...((a.details ?? b.details) && { details: { ...b.details, ...a.details } }),
    ...(evidence.length > 0 && { evidence }),
  };
}
