import { readFile, stat } from 'node:fs/promises';
import { decodeText } from '../model/decode-text.ts';
import { UsageError } from '../model/errors.ts';
import { errorCode } from '../net/errno.ts';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission to read it',
  EISDIR: 'it is a folder',
};

/** A file that the user named. @throws UsageError naming the file and why it cannot be read, or the line that is not UTF-8 */
export async function readText(path: string): Promise<string> {
  return decodeText(path, await readBytes(path));
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = errorCode(cause);
    throw new UsageError(`cannot read ${path}: ${WHY[code ?? ''] ?? code ?? String(cause)}`, { cause });
  }
}

/** What `stat` says of a path where nothing is. */
const NOTHING_THERE: readonly (string | undefined)[] = ['ENOENT', 'ENOTDIR', 'EINVAL', 'ENAMETOOLONG'];

/** Whether a path can be read as a file: a regular one, or the pipe that a shell makes of `<(command)`. */
export async function isFile(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.isFile() || found.isFIFO();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    // Something is in the way of looking, such as a folder without permission; reading will tell what.
    return !NOTHING_THERE.includes(code);
  }
}

/** Whether a path is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return (await isFile(path)) ? false : (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
