import type { Progress } from '../../model/events.ts';
import type { OutputStream } from '../command-io.ts';
import { progressText } from './progress-text.ts';

/** Shows progress on a stream that other messages go to as well. */
export interface ProgressDisplay {
  update(progress: Progress): void;
  /** Prints a line of its own; the progress is shown again with the next update. */
  message(text: string): void;
  /** Takes the progress away. */
  end(): void;
}

const QUIET: ProgressDisplay = { update: () => undefined, message: () => undefined, end: () => undefined };

/** How often a log that is no terminal gets a line. */
const LINE_EVERY_MS = 10_000;

/** ECMA-48: to the first column, erase to the end of the line. */
const REWIND = '\r\u001b[K';

/** One rewritten line on a terminal, a plain line about every ten seconds elsewhere, nothing when quiet. */
export function createProgressDisplay(
  stream: OutputStream,
  quiet: boolean,
  now: () => number = () => performance.now(),
): ProgressDisplay {
  if (quiet) return QUIET;
  return stream.isTTY === true ? rewritten(stream) : logged(stream, now);
}

function rewritten(stream: OutputStream): ProgressDisplay {
  let shown = false;
  const end = (): void => {
    if (shown) stream.write(REWIND);
    shown = false;
  };
  return {
    update: (progress) => {
      // One column less than there are, so that the terminal does not wrap; some report none.
      stream.write(REWIND + progressText(progress).slice(0, (stream.columns || 80) - 1));
      shown = true;
    },
    message: (text) => {
      end();
      stream.write(`${text}\n`);
    },
    end,
  };
}

function logged(stream: OutputStream, now: () => number): ProgressDisplay {
  let last = now();
  return {
    update: (progress) => {
      if (now() - last < LINE_EVERY_MS) return;
      last = now();
      stream.write(`${progressText(progress)}\n`);
    },
    message: (text) => void stream.write(`${text}\n`),
    end: () => undefined,
  };
}
