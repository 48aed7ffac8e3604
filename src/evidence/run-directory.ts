import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StorageError, UsageError } from '../model/errors.ts';
import type { Transport } from '../model/observation.ts';
import { LineFile } from './line-file.ts';

/** The files of a run, by what they hold. */
export const RUN_FILES = {
  run: 'run.json',
  observations: 'observations.jsonl',
  journal: 'journal.jsonl',
  udpJournal: 'journal-udp.jsonl',
} as const;

/** The journal of a plan. Endpoints are numbered within theirs, so that each transport has its own. */
export function journalOf(transport: Transport): string {
  return transport === 'udp' ? RUN_FILES.udpJournal : RUN_FILES.journal;
}

/** A folder that holds everything a report is made from. */
export interface RunDirectory {
  readonly path: string;
  /** Opens a file of JSON lines for appending. */
  appendTo(name: string): Promise<LineFile>;
  /** Writes a whole document so that readers see the old one or the new one, never a part. @throws StorageError */
  write(name: string, text: string): Promise<string>;
}

/**
 * Makes the folder of a new run.
 * @throws UsageError when it cannot be written, or holds a run already
 */
export async function createRunDirectory(path: string): Promise<RunDirectory> {
  try {
    await makeFolder(path);
    await access(path, constants.W_OK);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`cannot write to the run directory ${path}: ${why}`, {
      hint: 'choose another with --out',
      cause,
    });
  }
  try {
    await access(join(path, RUN_FILES.run));
  } catch {
    return openRunDirectory(path);
  }
  throw new UsageError(`${path} already holds a run`, { hint: 'choose another directory with --out' });
}

/** Node's own recursive `mkdir` goes round for ever where a folder that exists answers ENOENT (/proc), and says ENOENT for EROFS. */
async function makeFolder(path: string): Promise<void> {
  const parent = dirname(path);
  try {
    await makeOne(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || parent === path) throw error;
    await makeFolder(parent);
    await makeOne(path);
  }
}

/** A folder that is there, or that another run makes at this moment, will do. */
async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST') || !(await stat(path)).isDirectory()) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The folder of a run that exists. */
export function openRunDirectory(path: string): RunDirectory {
  return {
    path,
    async appendTo(name) {
      const file = await LineFile.open(join(path, name));
      await syncFolder(path);
      return file;
    },
    async write(name, text) {
      const target = join(path, name);
      await writeAtomically(target, text);
      return target;
    },
  };
}

/** Temporary file, fsync, rename, fsync of the folder: the only order in which a crash leaves no half document. */
async function writeAtomically(target: string, text: string): Promise<void> {
  const temporary = `${target}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new StorageError(target, error);
  }
  await syncFolder(dirname(target));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
