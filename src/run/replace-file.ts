import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { errorCode } from '../net/errno.ts';

/**
 * Writes a file that the user named as a whole or not at all: a temporary file beside it, synced, takes its place and its permissions. A symbolic link
 * stays one. @throws UsageError naming the file and why it cannot be written
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  try {
    const target = await existing(path);
    const temporary = join(dirname(target.path), `.${process.pid}.portreeve.tmp`);
    try {
      const file = await open(temporary, 'wx', target.mode);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target.path);
    } finally {
      await rm(temporary, { force: true });
    }
  } catch (cause) {
    const code = errorCode(cause);
    if (code === undefined) throw cause;
    throw new UsageError(`cannot write ${path} (${code})`, { cause });
  }
}

async function existing(path: string): Promise<{ readonly path: string; readonly mode: number }> {
  try {
    const real = await realpath(path);
    return { path: real, mode: (await stat(real)).mode & 0o777 };
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return { path, mode: 0o644 };
  }
}
