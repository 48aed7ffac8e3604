import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endLeftovers, temporaryIn } from './end-leftovers.ts';
import { program } from './find-program.ts';
import type { Place, Server } from './server.ts';

const run = promisify(execFile);

/** A folder of its own for a server's files, readable for the user that it runs as, with one in it where everybody may write. */
export async function serverFolder(name: string, parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, `portreeve-lab-${name}-`));
  await chmod(folder, 0o755);
  await mkdir(temporaryIn(folder));
  await chmod(temporaryIn(folder), 0o1777);
  return folder;
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Runs a program to its end, for preparing a server. */
export async function runProgram(command: string, args: readonly string[]): Promise<void> {
  await run(command, [...args], { maxBuffer: 16 * 1024 * 1024 });
}

export interface ServerProcess {
  readonly command: string;
  readonly args: readonly string[];
  readonly place: Place;
  /** Removed when the server ends, or when it cannot be prepared or started. */
  readonly folder: string;
  /** What has to be done before. */
  readonly prepare?: () => Promise<void>;
  readonly stopSignal?: NodeJS.Signals;
  /** How long it may take to listen, where that is longer than with others. */
  readonly readyMs?: number;
}

const READY_MS = 20_000;

/** Starts a program in the foreground and waits until its port listens; the kernel is asked, so that nobody connects for this. */
export async function spawnServer(options: ServerProcess): Promise<Server> {
  const { place, folder } = options;
  try {
    await options.prepare?.();
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
  const [command, args] = inNamespace(place, options.command, options.args);
  const env = { ...process.env, TMPDIR: temporaryIn(folder) };
  // A test run that is killed takes its servers with it, except those that change their user.
  const child = spawn(program('setpriv'), ['--pdeathsig', 'KILL', command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const stop = async (): Promise<void> => {
    await endProcess(child, options.stopSignal ?? 'SIGTERM');
    await endLeftovers(folder);
    await removeFolder(folder);
  };
  try {
    await untilListening(place, child, options.readyMs ?? READY_MS);
  } catch (error) {
    await stop();
    throw new Error(`${options.command} did not start: ${output.join('').slice(-2000)}`, { cause: error });
  }
  return { address: place.address, port: place.port, [Symbol.asyncDispose]: stop };
}

function inNamespace(place: Place, command: string, args: readonly string[]): [string, string[]] {
  if (place.netns === undefined) return [command, [...args]];
  return [program('ip'), ['netns', 'exec', place.netns, command, ...args]];
}

async function untilListening(place: Place, child: ChildProcess, readyMs: number): Promise<void> {
  const [command, args] = inNamespace(place, program('ss'), ['-Hltn', 'sport', '=', `:${place.port}`]);
  const until = Date.now() + readyMs;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode}`);
    const { stdout } = await run(command, args);
    if (stdout.trim() !== '') return;
    await sleep(50);
  }
  throw new Error(`nothing listens on port ${place.port}`);
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(patience);
}
