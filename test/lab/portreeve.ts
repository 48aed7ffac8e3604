import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Observation } from '../../src/model/observation.ts';
import type { Report } from '../../src/model/report.ts';

/** The built command line, as a user runs it. */
export const PROGRAM = join(import.meta.dirname, '../../dist/cli/main.js');

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** A network namespace to run in. */
  readonly netns?: string;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Most open files, soft and hard limit (`prlimit`). */
  readonly descriptors?: number;
  /** Another copy of the command line than this repository's. */
  readonly program?: string;
  /** Words before the program that start it otherwise, such as `setpriv --no-new-privs`. */
  readonly prefix?: readonly string[];
}

/** Starts the command line; `finished` gives what it printed. */
export function startPortreeve(
  args: readonly string[],
  { netns, cwd, stdin, env, descriptors, program = PROGRAM, prefix = [] }: Surroundings = {},
): { readonly child: ChildProcess; readonly finished: Promise<Finished> } {
  const limited = descriptors === undefined ? [] : ['prlimit', `--nofile=${descriptors}:${descriptors}`];
  const inside = netns === undefined ? [] : ['ip', 'netns', 'exec', netns];
  const [first = '', ...rest] = [...inside, ...limited, ...prefix, process.execPath, program, ...args];
  const child = spawn(first, rest, { cwd, env: { ...process.env, NO_COLOR: '1', ...env }, stdio: 'pipe' });
  child.stdin.end(stdin ?? '');
  const finished = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([stdout, stderr]) => ({ exitCode: child.exitCode, stdout, stderr }),
  );
  return { child, finished };
}

/** Runs the command line to its end. */
export function portreeve(args: readonly string[], surroundings?: Surroundings): Promise<Finished> {
  return startPortreeve(args, surroundings).finished;
}

export function readReport(directory: string): Report {
  return JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'));
}

/** Every whole line: a killed run may have been writing its last one. */
export function readObservations(directory: string): readonly Observation[] {
  const lines = readFileSync(join(directory, 'observations.jsonl'), 'utf8').split('\n').slice(0, -1);
  return lines.map((line): Observation => JSON.parse(line));
}
