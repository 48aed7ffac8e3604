/*
 * Preloaded with `node --import`, in all threads: the one that FAILING_THREAD names ('lane' or 'receiver') fails while it works, by an error or by ending
 * without a word, as FAILING_HOW says ('throw' or 'exit'). Both read the clock all the time, so that is where it happens.
 */
import { workerData } from 'node:worker_threads';

const thread = workerData?.key !== undefined ? 'receiver' : workerData?.engine !== undefined ? 'lane' : 'main';
if (thread === process.env.FAILING_THREAD) {
  const { hrtime } = process;
  const since = process.uptime();
  process.hrtime = Object.assign((...args) => {
    if (process.uptime() - since > 2) {
      if (process.env.FAILING_HOW === 'exit') process.exit(7);
      throw new Error('the lab makes this thread fail');
    }
    return hrtime(...args);
  }, hrtime);
}
