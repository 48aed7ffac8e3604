// This project, as its users start it: the command line, and the report it leaves.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../dist/cli/main.js');
/** No verdict is wanted here, so none may change the exit code. */
const NO_VERDICT = ['--identify', 'none', '--fail-on', 'never', '--max-not-assessed', '1'];
const OUT = ['--format', 'json', '--out', 'run'];

/** `engine` as in `--engine`, `work` with `range` and `ports`, `limits` as further arguments, `json` for events on standard output. */
export function portreeve(engine, work, { limits = [], json = false, ...rest } = {}) {
  const target = ['audit', work.range, '-p', work.ports, '--engine', engine];
  const output = [json ? '--json' : '--quiet', ...OUT];
  return {
    name: `portreeve ${engine}`,
    ours: true,
    engine,
    command: ['portreeve', ...target, ...limits, ...NO_VERDICT, ...output],
    program: [process.execPath, MAIN],
    clean: (folder) => rmSync(join(folder, 'run'), { recursive: true, force: true }),
    read,
    ...rest,
  };
}

/** Recall needs states only: `coverage.states` counts every endpoint of the run once, whatever the size of the plan. */
function read(folder, { status, stderr }) {
  if (![0, 3, 130].includes(status)) throw new Error(`portreeve ended with ${status}: ${stderr}`);
  const { coverage } = JSON.parse(readFileSync(join(folder, 'run', 'report.json'), 'utf8'));
  const { states, probesSent, sweepSeconds } = coverage;
  return { open: states.open, closed: states.closed, probes: probesSent, sweepSeconds };
}

/** Why this build refuses an engine here, or undefined: asked by one probe of the loopback. Any other failure is left for the measurement to show. */
export function whyNoEngine(engine, { namespace, folder }) {
  const { command, program, clean } = portreeve(engine, { range: '127.0.0.1', ports: '1' });
  clean(folder);
  const args = ['netns', 'exec', namespace, ...program, ...command.slice(1)];
  const { status, stderr } = spawnSync('ip', args, { cwd: folder, encoding: 'utf8' });
  clean(folder);
  const refusal = stderr.split('\n').find((line) => line.includes('engine'));
  return status === 2 && refusal !== undefined ? `not supported by this build: ${refusal.trim()}` : undefined;
}
