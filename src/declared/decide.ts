import type { AddressValue } from '../model/address.ts';
import type { Transport } from '../model/observation.ts';
import type { RangeSet } from '../model/range-set.ts';
import { createCuts, edgesOf } from './cuts.ts';
import type { DeclaredFirewall, DeclaredLine } from './firewall.ts';
import { passGates } from './pass-gates.ts';
import type { Answer, GroupMember, Hook } from './program.ts';
import type { Route } from './routes.ts';
import { interfaceFor } from './routes.ts';
import type { Ending } from './walk-chain.ts';
import { sourcesFor } from './walk-chain.ts';

/** A connection to ask about. */
export interface Query {
  /** Where it comes from, as narrowly as is known; null where it is not. */
  readonly sources: RangeSet | null;
  readonly destination: AddressValue;
  readonly port: number;
  readonly transport: Transport;
}

/** What a firewall declares of one connection. */
export interface Decision {
  /** `unknown` where a rule that is not modelled may decide, and others say otherwise. */
  readonly action: 'allow' | 'deny' | 'unknown';
  /** The line that decides; null where it is not known which, or none does. */
  readonly line: DeclaredLine | null;
  /** Lines that may decide, `line` included. */
  readonly candidates: readonly DeclaredLine[];
  /** How a denied packet may be answered. */
  readonly answers: readonly Answer[];
  /** One sentence without a full stop. */
  readonly because: string;
}

export interface DecideOptions {
  /** Whether connections end at the firewall's own host (`input`) or pass through it; by default what `usualHook` says. */
  readonly hook?: Hook | undefined;
  /** Which addresses are behind which interface of the firewall. */
  readonly routes?: readonly Route[] | undefined;
  /** Which addresses each security group protects, beyond what the file says. */
  readonly members?: readonly GroupMember[] | undefined;
}

/** Enough for every host and port of a large network; beyond, answers are worked out anew. */
const MAX_KNOWN = 200_000;

/**
 * Answers what a firewall declares, connection by connection. Connections between which no rule can tell share one answer, so that a
 * million of them cost little more than the rules have edges.
 */
export function createDecider(firewall: DeclaredFirewall, options: DecideOptions = {}): (query: Query) => Decision {
  const { program, lines } = firewall;
  const members = [...program.members, ...(options.members ?? [])];
  const gates = { lines, hook: options.hook ?? usualHook(firewall), members };
  const routes = options.routes ?? [];
  const local = gates.hook === 'input';
  const cutOf = createCuts(edgesOf(program, [...members, ...routes]));
  const known = new Map<string, Decision>();
  const names = new WeakMap<RangeSet, string>();
  const nameOf = (sources: RangeSet | null): string => {
    if (sources === null) return '';
    const name = names.get(sources) ?? sources.map(({ family, first, last }) => `${family}:${first}-${last}`).join();
    names.set(sources, name);
    return name;
  };
  return ({ sources, destination, port, transport }) => {
    const key = `${cutOf(destination, port)} ${transport} ${nameOf(sources)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const from = sourcesFor(destination, sources);
    const { family, value } = destination;
    const to = [{ family, first: value, last: value }];
    const interfaces = { in: interfaceFor(from, routes), out: interfaceFor(to, routes) };
    const attempt = { sources: from, destination, port, transport, local, interfaces };
    const decision = decisionOf(passGates(program, attempt, gates), lines);
    if (known.size < MAX_KNOWN) known.set(key, decision);
    return decision;
  };
}

/** What one connection is declared to meet. For many, `createDecider` is quicker. */
export function decide(firewall: DeclaredFirewall, query: Query, options: DecideOptions = {}): Decision {
  return createDecider(firewall, options)(query);
}

/** `forward` where only chains for forwarded packets hold rules, as on a router that guards others; else `input`. */
export function usualHook({ program }: DeclaredFirewall): Hook {
  const has = (hook: Hook): boolean =>
    program.gates.some((gate) => gate.hook === hook && (program.chains.get(gate.chain) ?? []).length > 0);
  return has('forward') && !has('input') ? 'forward' : 'input';
}

function decisionOf(endings: readonly Ending[], lines: readonly DeclaredLine[]): Decision {
  const actions = new Set(endings.map(({ action }) => action));
  const [action = 'unknown', ...others] = actions;
  const places = new Set(endings.map(({ line }) => line));
  const candidates = [...places].flatMap((index) => (index === null ? [] : (lines[index] ?? [])));
  const answers = [...new Set(endings.filter((ending) => ending.action === 'deny').map(({ answer }) => answer))];
  if (others.length > 0 || action === 'unknown') {
    return { action: 'unknown', line: null, candidates, answers, because: whyUnknown(endings, lines) };
  }
  const verb = action === 'allow' ? 'allows' : 'denies';
  const [line] = candidates;
  if (line === undefined)
    return { action, line: null, candidates, answers, because: `no rule speaks of it, which ${verb} it` };
  if (places.size > 1) {
    return { action, line: null, candidates, answers, because: `one of ${placesOf(candidates)} ${verb} it` };
  }
  return { action, line, candidates, answers, because: `${line.at} ${verb} it` };
}

function whyUnknown(endings: readonly Ending[], lines: readonly DeclaredLine[]): string {
  const open = endings.find(({ why }) => why !== null) ?? endings[0];
  const line = open?.line === null || open === undefined ? undefined : lines[open.line];
  const why = open?.why ?? 'not known';
  return line === undefined ? why : `${line.at} may decide it: ${why}`;
}

function placesOf(lines: readonly DeclaredLine[]): string {
  const places = lines.slice(0, 3).map(({ at }) => at);
  return lines.length > 3 ? `${places.join(', ')} and ${lines.length - 3} more` : places.join(' or ');
}
