// Runs one program to its end inside a namespace and measures it from outside: wall time and peak memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const POLL_MS = 20;
const running = new Set();

/** Ends what is still running; for Ctrl-C. */
export function stopPrograms() {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * `folder` (the working directory), `command`, and optionally `namespace` (of the network), `budgetSeconds` (then it is killed), `interruptAfterSeconds` (then it gets
 * SIGINT) and `onLine` (hears standard output line by line, with the seconds since the start). Gives `seconds`, `status`, `stopped` (the budget was
 * used up), `stderr` (its last part) and `peakKb`: the largest resident set, VmHWM of proc(5), which Linux keeps for the whole process with its threads.
 */
export async function runProgram({ namespace, folder, command, budgetSeconds, interruptAfterSeconds, onLine }) {
  const started = performance.now();
  // `ip netns exec` becomes the program, so its process id is the program's.
  const inside = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
  const [program, ...words] = [...inside, ...command];
  const child = spawn(program, words, {
    cwd: folder,
    stdio: ['ignore', onLine === undefined ? 'ignore' : 'pipe', 'pipe'],
  });
  running.add(child);
  let stopped = false;
  let stderr = '';
  let peakKb = 0;
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(-4000);
  });
  if (onLine !== undefined) listen(child.stdout, (line) => onLine(line, (performance.now() - started) / 1000));
  const timers = [
    setInterval(() => {
      peakKb = Math.max(peakKb, residentPeakKb(child.pid));
    }, POLL_MS),
  ];
  if (budgetSeconds !== undefined) {
    timers.push(
      setTimeout(() => {
        stopped = true;
        child.kill('SIGKILL');
      }, budgetSeconds * 1000),
    );
  }
  if (interruptAfterSeconds !== undefined) {
    timers.push(setTimeout(() => child.kill('SIGINT'), interruptAfterSeconds * 1000));
  }
  try {
    const exited = once(child, 'exit').then(([status]) => ({ status, seconds: (performance.now() - started) / 1000 }));
    const [{ status, seconds }] = await Promise.all([exited, once(child, 'close')]);
    return { seconds, status, stopped, stderr, peakKb };
  } finally {
    for (const timer of timers) clearInterval(timer);
    running.delete(child);
  }
}

function listen(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}

/** 0 where the process is gone already; a line such as `VmHWM:     61234 kB`. */
function residentPeakKb(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
    throw error;
  }
}
