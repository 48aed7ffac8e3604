import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../model/errors.ts';

/** Whoever holds it is the only one that writes to a run; disposing gives it back. */
export interface RunLock extends AsyncDisposable {
  /** The process that held the lock when it was killed; null when the last one gave it back. */
  readonly killed: number | null;
}

/** A line of the lock file. */
interface Entry {
  readonly pid: number;
  /** Tells the process from a later one with the same number: clock ticks from boot to its start, null where there is no /proc. */
  readonly startTime: string | null;
  /** Tells two runs of one process apart. */
  readonly token: string;
  readonly ended: boolean;
}

/**
 * Takes the lock of a run directory: the file `lock` in it. Who wants the lock appends a line to the file, and the first line whose process is
 * alive holds it, so nobody has to take a killed process's lock away and two can never hold it. The holder deletes the file at the end.
 * Processes are seen on this machine only, and not across PID namespaces (containers).
 * @throws UsageError naming the process that holds it, or when the directory cannot be written
 */
export async function lockRun(directory: string): Promise<RunLock> {
  const path = join(directory, 'lock');
  const own = { pid: process.pid, startTime: await startTimeOf(process.pid), token: randomUUID(), ended: false };
  for (;;) {
    await using file = await openLock(directory, path);
    await append(file, own);
    const entries = await read(file);
    const before = rivals(entries, own.token);
    const holder = await firstAlive(before);
    if (holder !== undefined) {
      await append(file, { ...own, ended: true });
      throw new UsageError(`${directory} is being written by the process ${holder.pid}`, {
        hint: 'wait for its end, or stop it',
      });
    }
    // The last holder may have deleted the file after it was opened here.
    if (await isAt(file, path)) {
      return { killed: before.at(-1)?.pid ?? null, [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    }
  }
}

/** Those who wanted the lock before, without those who were refused. */
function rivals(entries: readonly Entry[], own: string): readonly Entry[] {
  const ended = new Set(entries.filter((entry) => entry.ended).map(({ token }) => token));
  const before = entries.slice(
    0,
    entries.findIndex(({ token }) => token === own),
  );
  return before.filter(({ token }) => !ended.has(token));
}

async function openLock(directory: string, path: string): Promise<FileHandle> {
  try {
    return await open(path, 'a+');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`cannot write to the run directory ${directory}: ${why}`, { cause });
  }
}

/** One write, which O_APPEND puts behind all others. It begins a line of its own even where a full disk cut the last one. */
async function append(file: FileHandle, entry: Entry): Promise<void> {
  await file.appendFile(`\n${JSON.stringify(entry)}\n`);
}

async function read(file: FileHandle): Promise<readonly Entry[]> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer
    .toString('utf8', 0, bytesRead)
    .split('\n')
    .flatMap((line) => parse(line) ?? []);
}

/** Lines that are cut or foreign stand for nobody. */
function parse(line: string): Entry | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, startTime, token, ended }: Partial<Record<keyof Entry, unknown>> = value;
  const isTime = startTime === null || typeof startTime === 'string';
  return Number.isSafeInteger(pid) && isTime && typeof token === 'string' && typeof ended === 'boolean';
}

async function firstAlive(entries: readonly Entry[]): Promise<Entry | undefined> {
  for (const entry of entries) if (await isAlive(entry)) return entry;
  return undefined;
}

async function isAlive({ pid, startTime }: Entry): Promise<boolean> {
  if (startTime !== null) return (await startTimeOf(pid)) === startTime;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat (proc(5)); null for a process that is gone or a zombie, and on systems without /proc. */
async function startTimeOf(pid: number): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The second field is the program's name in brackets, which may hold spaces and brackets of its own.
  const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? null : (rest[18] ?? null);
}

async function isAt(file: FileHandle, path: string): Promise<boolean> {
  const [opened, found] = await Promise.all([file.stat(), stat(path).catch(() => undefined)]);
  return opened.ino === found?.ino && opened.dev === found.dev;
}
