// Runs the programs of a case in turns (ours, peer, peer, ours, ...) so that a change of the machine's mood meets all of them.
import { whyNoEngine } from './portreeve.mjs';
import { runProgram } from './run-program.mjs';

/** Ends a run of this project that hangs; no case comes near it. */
const OWN_BUDGET_SECONDS = 1200;
/** A peer's budget where this build has no engine to compare with. */
const BUDGET_WITHOUT_OURS_SECONDS = 120;
/** No peer gets more, however slow we are. */
const LARGEST_BUDGET_SECONDS = 600;

/** `place` holds `network`, `folder`, `versions` (installed peers), `engines` (a Map: what is known of them) and `runs`. Gives a row for each program. */
export async function measureCase(work, place) {
  const rows = work.programs.map((program) => ({ program, results: [], note: whyNot(program, place) }));
  for (let round = 0; round < place.runs; round++) {
    for (const row of rows) {
      if (row.note !== undefined || round >= (row.program.runs ?? place.runs)) continue;
      await measureOnce(row, { work, rows, place });
    }
  }
  return rows.map((row) => summarise(row, work));
}

function whyNot({ peer, engine }, { network, folder, versions, engines }) {
  if (peer !== undefined) return versions[peer] === undefined ? 'not installed' : undefined;
  if (!engines.has(engine)) engines.set(engine, whyNoEngine(engine, { namespace: network.scanner, folder }));
  return engines.get(engine);
}

async function measureOnce(row, { work, rows, place: { network, folder } }) {
  const { program } = row;
  program.clean(folder);
  let firstResult;
  const budgetSeconds = budgetOf(program, rows);
  const outcome = await runProgram({
    namespace: network.scanner,
    folder,
    command: [...program.program, ...program.command.slice(1)],
    budgetSeconds,
    interruptAfterSeconds: program.interruptAfterSeconds,
    onLine: program.command.includes('--json')
      ? (line, seconds) => {
          if (line.startsWith('{"type":"observation"')) firstResult ??= seconds;
        }
      : undefined,
  });
  if (outcome.stopped) {
    row.note = `stopped after ${budgetSeconds.toFixed(0)} s`;
    row.failed = program.ours;
    row.stoppedAfter = budgetSeconds;
    row.peakKb = outcome.peakKb;
    return;
  }
  try {
    const read = program.read(folder, outcome);
    row.results.push({ ...outcome, ...read, firstResult, ...judge(read, work.truth) });
  } catch (error) {
    // One program that breaks must not cost the figures of all others; the row says it, and ours makes the whole run fail.
    const text = error instanceof Error ? error.message : String(error);
    row.note = `failed: ${text.replaceAll(/\s+/g, ' ').trim().slice(0, 300)}`;
    row.failed = true;
  }
}

/** Of a peer: a multiple of what our first engine took in this case. */
function budgetOf({ ours, budget }, rows) {
  if (ours === true) return OWN_BUDGET_SECONDS;
  if (budget === undefined) return undefined;
  const first = rows.find((row) => row.program.ours === true && row.results.length > 0);
  if (first === undefined) return BUDGET_WITHOUT_OURS_SECONDS;
  return Math.min(LARGEST_BUDGET_SECONDS, budget * Math.max(...first.results.map((result) => result.seconds)));
}

/** What was found of what there is; a state that was reported more often than it is true makes `wrong`. */
function judge({ open, closed }, truth) {
  if (truth === undefined) return {};
  const found = Math.min(open, truth.open) + Math.min(closed, truth.closed);
  const wrong = Math.max(0, open - truth.open) + Math.max(0, closed - truth.closed);
  return { found, recall: found / (truth.open + truth.closed), wrong };
}

/** The run of median length speaks for all; recall is the worst and memory the largest of all runs. */
function summarise({ program, results, note, failed, stoppedAfter, peakKb }, { truth }) {
  const row = { ...program, note, failed, stoppedAfter };
  if (failed || results.length === 0) return { ...row, peakMb: peakKb === undefined ? undefined : peakKb / 1024 };
  const bySeconds = results.toSorted((a, b) => a.seconds - b.seconds);
  const median = bySeconds[Math.floor(bySeconds.length / 2)];
  const worst = results.reduce((a, b) => (b.found < a.found ? b : a));
  return {
    ...row,
    ...median,
    command: program.command,
    times: bySeconds.map((result) => result.seconds),
    missed: truth === undefined ? undefined : truth.open + truth.closed - worst.found,
    recall: worst.recall,
    wrong: truth === undefined ? undefined : Math.max(...results.map((result) => result.wrong)),
    peakMb: Math.max(...results.map((result) => result.peakKb)) / 1024,
  };
}

/** What this project did not keep in a case, as sentences; empty when all is well. */
export function shortcomings({ id, recall, memoryMb }, rows) {
  return rows
    .filter((row) => row.ours === true)
    .flatMap((row) => [
      row.failed ? `${id}: ${row.name} ${row.note}` : [],
      row.recall < recall
        ? `${id}: ${row.name} found ${(row.recall * 100).toFixed(3)} %, less than ${recall * 100} %`
        : [],
      row.wrong > 0 ? `${id}: ${row.name} reported ${row.wrong} states that are not true` : [],
      row.peakMb > memoryMb ? `${id}: ${row.name} took ${row.peakMb.toFixed(0)} MB, more than ${memoryMb} MB` : [],
    ])
    .flat();
}
