import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { UsageError } from '../../model/errors.ts';
import { errorCode } from '../../net/errno.ts';

/** Reads a file piece by piece, and hashes it on the way. @throws UsageError where it cannot be read */
export async function readScanFile<Scan>(
  path: string,
  read: (file: string, bytes: AsyncIterable<Uint8Array>, modified: string) => Promise<Scan>,
): Promise<{ readonly scan: Scan; readonly sha256: string; readonly at: string }> {
  const hash = createHash('sha256');
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of createReadStream(path)) {
      const bytes: Uint8Array = piece;
      hash.update(bytes);
      yield bytes;
    }
  }
  try {
    const at = (await stat(path)).mtime.toISOString();
    const bytes = pieces();
    const scan = await read(path, bytes, at);
    // Whatever a reader left is part of the file all the same.
    for await (const rest of bytes) void rest;
    return { scan, sha256: hash.digest('hex'), at };
  } catch (cause) {
    const code = errorCode(cause);
    if (code === undefined) throw cause;
    throw new UsageError(`cannot read ${path}: ${code}`, { cause });
  }
}
