import { performance } from 'node:perf_hooks';
import { codeOf, isFromTarget } from '../model/result-code.ts';
import type { Lane, LaneParts } from './lane.ts';
import { GAUGES } from './lane-protocol.ts';
import type { LaneJob, LaneOutcome } from './lane-protocol.ts';
import { createPassPlan } from './pass-plan.ts';
import { chooseWitnesses, sentenceSilence } from './recheck.ts';

/** A silent endpoint gets at least one fresh second probe, unless the user wants only one. */
const FEWEST_PASSES = 2;
/** Times that an endpoint which had answered is asked again before it counts as gone. */
const RECHECKS = 5;
/** Passes shorter than this say nothing about the rate, in milliseconds. */
const MEASURABLE_MS = 250;

interface Pass {
  readonly probes: number;
  readonly seconds: number;
}

/**
 * Asks every endpoint of a job in passes: all of them, those still silent again, and so on until few enough answering endpoints are expected to be
 * missing. @returns null when it was told to stop before the end
 */
export async function runJob(lane: Lane, parts: LaneParts, job: LaneJob): Promise<LaneOutcome | null> {
  const { settings, pace } = parts;
  const minPasses = Math.min(FEWEST_PASSES, settings.attempts);
  const plan = createPassPlan({
    minPasses,
    maxPasses: settings.attempts,
    tolerated: job.tolerated,
    rate: settings.rate,
  });
  const passes: Pass[] = [];
  const rates: number[] = [];
  const walkedBefore = settings.gauges[GAUGES.walked] ?? 0;
  let told = 0;
  for (let isDone = false; !isDone;) {
    const isFirst = passes.length === 0;
    const [startedAt, sentBefore] = [performance.now(), lane.sent];
    lane.rewind();
    lane.walkedBefore = passes.length < minPasses ? walkedBefore + passes.length * job.size : null;
    if (!(await lane.until(() => lane.send(isFirst)))) return null;
    const ms = performance.now() - startedAt;
    const pass = { probes: lane.sent - sentBefore, seconds: ms / 1000 };
    passes.push(pass);
    if (ms >= MEASURABLE_MS) rates.push(pass.probes / pass.seconds);
    if (!(await lane.until(lane.land))) return null;
    if (passes.length < minPasses && lane.states.withoutResult > 0) continue;
    lane.rewind();
    lane.walkedBefore = null;
    if (!(await lane.until(lane.hearOut))) return null;
    for (; told < passes.length; told++) {
      const { probes, seconds } = passes[told] ?? pass;
      const answered = lane.firstAnswers[told] ?? 0;
      const next = plan.passEnded({ answered, silent: lane.states.withoutResult, probes, seconds });
      isDone = next.done;
      if (!next.done) pace.rate = next.rate;
    }
  }
  if (!(await recheck(lane))) return null;
  lane.states.settleSilent();
  settings.gauges[GAUGES.walked] = walkedBefore + minPasses * job.size;
  pace.rate = settings.rate;
  const { codes, attempts } = lane.states;
  return {
    codes,
    attempts,
    tallies: plan.tallies,
    passes: passes.length,
    slowestRate: rates.length === 0 ? null : Math.round(Math.min(...rates)),
    fastestRate: rates.length === 0 ? null : Math.round(Math.max(...rates)),
  };
}

/** Makes sure that what is silent was silent while we could hear. @returns false when it was told to stop */
async function recheck(lane: Lane): Promise<boolean> {
  const { states, rechecked } = lane;
  const isDoubtful = states.withoutResult > 0 || states.codes.includes(codeOf('host-unreach'));
  if (!isDoubtful || !states.codes.some(isFromTarget)) return true;
  const witnesses = chooseWitnesses(states);
  for (const slot of witnesses) rechecked.add(slot);
  const attempts = witnesses.map((slot) => states.attempts[slot] ?? 0);
  for (let round = 0; round < RECHECKS && rechecked.size > 0; round++) {
    lane.askAgain(rechecked);
    if (!(await lane.until(lane.hearAgain))) return false;
  }
  sentenceSilence(states, witnesses, rechecked);
  rechecked.clear();
  for (const [at, slot] of witnesses.entries()) states.attempts[slot] = attempts[at] ?? 0;
  return true;
}
