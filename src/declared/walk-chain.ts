import type { AddressValue } from '../model/address.ts';
import { ALL_ADDRESSES, allOf, holdsAddress, intersectRanges, subtractRanges } from '../model/range-set.ts';
import type { RangeSet } from '../model/range-set.ts';
import type { Transport } from '../model/observation.ts';
import type { Box } from './box.ts';
import { holdsPort } from './port-ranges.ts';
import type { Answer, Program, Step } from './program.ts';

/** A connection that someone tries to open. */
export interface Attempt {
  /** Addresses of the destination's IP version that the source may be one of. */
  readonly sources: RangeSet;
  readonly destination: AddressValue;
  readonly port: number;
  readonly transport: Transport;
  /** Whether it ends at the firewall's own host. */
  readonly local: boolean;
  /** The firewall's interfaces that it comes in and goes out by; null where that is not told. */
  readonly interfaces: Readonly<Record<'in' | 'out', string | null>>;
}

/** One way in which an attempt may end. */
export interface Ending {
  readonly action: 'allow' | 'deny' | 'unknown';
  readonly answer: Answer;
  readonly line: number | null;
  /** Why it is not certain that it ends so, or what the unknown action is. */
  readonly why: string | null;
}

/** All ways in which a chain may end an attempt, and whether the attempt may leave the chain undecided. */
export interface Walked {
  readonly endings: readonly Ending[];
  readonly falls: 'no' | 'maybe' | 'yes';
}

/** More ways than this to end in the same action are not told apart. */
const MAX_ENDINGS = 16;

/** Walks chains for one attempt; each chain once, whoever jumps to it. */
export function createWalker(program: Program, attempt: Attempt): (chain: string) => Walked {
  const known = new Map<string, Walked>();
  const walk = (name: string): Walked => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const walked = walkSteps(program.chains.get(name) ?? [], { attempt, walk });
    known.set(name, walked);
    return walked;
  };
  return walk;
}

interface Walking {
  readonly attempt: Attempt;
  readonly walk: (chain: string) => Walked;
}

function walkSteps(steps: readonly Step[], walking: Walking): Walked {
  const endings: Ending[] = [];
  let returned = false;
  for (const step of steps) {
    const matched = matches(step, walking.attempt);
    if (matched === 'no') continue;
    const outcome = outcomeOf(step, walking);
    addEndings(endings, outcome.endings, matched === 'maybe' ? (step.unsure ?? whyMaybe(step, walking)) : null);
    returned ||= outcome.leaves;
    if (matched === 'yes' && !outcome.goesOn) return finished(endings, returned);
  }
  return finished(endings, true);
}

function whyMaybe({ boxes }: Step, { attempt }: Walking): string {
  const unnamed = boxes.some(({ interfaces }) => interfaces.some(({ end }) => attempt.interfaces[end] === null));
  return unnamed
    ? 'it speaks of interfaces, and by which the probes came is not told'
    : 'it speaks of some sources, and where the probes came from is not told as narrowly';
}

function finished(endings: readonly Ending[], falls: boolean): Walked {
  return { endings, falls: endings.length === 0 ? 'yes' : falls ? 'maybe' : 'no' };
}

interface StepOutcome {
  readonly endings: readonly Ending[];
  /** Whether a packet that matches may leave the chain undecided. */
  readonly leaves: boolean;
  /** Whether a packet that matches may meet the next step. */
  readonly goesOn: boolean;
}

function outcomeOf({ verdict, line, unsure }: Step, { walk }: Walking): StepOutcome {
  switch (verdict.to) {
    case 'allow':
      return { endings: [{ action: 'allow', answer: 'none', line, why: unsure }], leaves: false, goesOn: false };
    case 'deny':
      return { endings: [{ action: 'deny', answer: verdict.answer, line, why: unsure }], leaves: false, goesOn: false };
    case 'unknown':
      return {
        endings: [{ action: 'unknown', answer: 'unknown', line, why: verdict.why }],
        leaves: false,
        goesOn: false,
      };
    case 'return':
      return { endings: [], leaves: true, goesOn: false };
    case 'jump':
    case 'goto':
    default: {
      const { endings, falls } = walk(verdict.chain);
      const back = falls !== 'no';
      return { endings, leaves: back && verdict.to === 'goto', goesOn: back && verdict.to === 'jump' };
    }
  }
}

/** Adds ways to end; those reached by an unsure way carry the reason. */
function addEndings(endings: Ending[], more: readonly Ending[], unsure: string | null): void {
  for (const ending of more) {
    const alike = endings.filter(({ action }) => action === ending.action);
    const known = alike.some(({ line, answer }) => line === ending.line && answer === ending.answer);
    if (!known && alike.length < MAX_ENDINGS) endings.push({ ...ending, why: ending.why ?? unsure });
  }
}

function matches({ boxes, unsure }: Step, attempt: Attempt): 'no' | 'maybe' | 'yes' {
  let found: 'no' | 'maybe' = 'no';
  for (const box of boxes) {
    const inside = isInside(attempt, box);
    if (inside === 'yes' && unsure === null) return 'yes';
    if (inside !== 'no') found = 'maybe';
  }
  return found;
}

function isInside(attempt: Attempt, box: Box): 'no' | 'maybe' | 'yes' {
  const { destination, port, transport, local } = attempt;
  if (local && !box.local) return 'no';
  if (!box[transport] || !holdsPort(box.ports, port) || !holdsAddress(box.destinations, destination)) return 'no';
  const from = isFrom(attempt.sources, box);
  const via = isBy(attempt.interfaces, box);
  // What passes through may have had a local address before a router rewrote it.
  const passes = local || box.transit ? 'yes' : 'maybe';
  const parts = [from, via, passes];
  return parts.includes('no') ? 'no' : parts.includes('maybe') ? 'maybe' : 'yes';
}

function isBy(names: Attempt['interfaces'], { interfaces }: Box): 'no' | 'maybe' | 'yes' {
  let told: 'maybe' | 'yes' = 'yes';
  for (const test of interfaces) {
    const name = names[test.end];
    if (name === null) told = 'maybe';
    else if (test.names.some((pattern) => fits(name, pattern)) === test.negated) return 'no';
  }
  return told;
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function isFrom(sources: RangeSet, box: Box): 'no' | 'maybe' | 'yes' {
  if (box.sources === ALL_ADDRESSES) return 'yes';
  const [only] = sources;
  // The common case, and quick in large sets.
  if (sources.length === 1 && only?.first === only?.last)
    return only !== undefined && holdsAddress(box.sources, { family: only.family, value: only.first }) ? 'yes' : 'no';
  if (intersectRanges(sources, box.sources).length === 0) return 'no';
  return subtractRanges(sources, box.sources).length === 0 ? 'yes' : 'maybe';
}

/** Of some addresses those of the destination's IP version; all of that version where none are given. */
export function sourcesFor({ family }: AddressValue, given: RangeSet | null): RangeSet {
  const own = given?.filter((range) => range.family === family) ?? [];
  return own.length === 0 ? [allOf(family)] : own;
}
