import type { OutputStream } from './command-io.ts';

/** Writes a text and resolves when the stream has taken it. @throws what the stream fails with, but for a reader that went away */
export type Write = (text: string) => Promise<void>;

/** Writes to a stream at its pace; a reader that goes away (`| head`) is no error: the audit goes on, and its run is saved. */
export function createOutlet(stream: OutputStream): Write {
  let gone = false;
  // Without a listener a failed write ends the process; the callback below gets the same error.
  stream.on('error', (error) => {
    gone ||= isGone(error);
  });
  return async (text) => {
    if (gone || text === '') return;
    const error = await new Promise<Error | null | undefined>((resolve) => stream.write(text, resolve));
    if (error && !isGone(error)) throw error;
  };
}

function isGone(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
}
