import { Buffer } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { StorageError } from '../model/errors.ts';

const LINE_FEED = 0x0a;
const READ_AT_ONCE = 1 << 16;

/**
 * Takes a last line without its end away from a file of JSON lines, and after a power cut one that is whole but holds no JSON; the file may be missing.
 * @throws StorageError where it cannot be changed
 */
export async function truncateTorn(path: string): Promise<void> {
  try {
    await using file = await open(path, 'r+');
    const { size } = await file.stat();
    const end = await afterLastLineFeed(file, size);
    const begin = end === 0 ? 0 : await afterLastLineFeed(file, end - 1);
    const wanted = (await isJson(file, begin, end)) ? end : begin;
    if (wanted === size) return;
    await file.truncate(wanted);
    await file.sync();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return;
    throw new StorageError(path, cause);
  }
}

/** The place behind the last line feed of the first `size` bytes, 0 without one. */
async function afterLastLineFeed(file: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.alloc(READ_AT_ONCE);
  for (let end = size; end > 0; end -= READ_AT_ONCE) {
    const from = Math.max(0, end - READ_AT_ONCE);
    const { bytesRead } = await file.read(chunk, 0, end - from, from);
    const at = chunk.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    if (at >= 0) return from + at + 1;
  }
  return 0;
}

async function isJson(file: FileHandle, begin: number, end: number): Promise<boolean> {
  const bytes = Buffer.alloc(end - begin);
  await file.read(bytes, 0, bytes.length, begin);
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return begin === end;
  }
}
