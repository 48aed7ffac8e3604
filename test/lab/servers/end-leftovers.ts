import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 100;

/** Where a server's temporary files go, by which its processes are known. */
export function temporaryIn(folder: string): string {
  return `${folder}/tmp`;
}

/**
 * Ends every process that a server has left behind. A daemon leaves its parent, its group and its session, but hardly its environment, and those that
 * forget their environment stay in the server's folder.
 */
export async function endLeftovers(folder: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const left = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && belongsTo(folder, name));
    if (left.length === 0) return;
    for (const pid of left) end(Number(pid));
    await sleep(20);
  }
}

function belongsTo(folder: string, pid: string): boolean {
  try {
    const isWithin = `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`);
    return (
      isWithin ||
      readFileSync(`/proc/${pid}/environ`, 'latin1')
        .split('\0')
        .includes(`TMPDIR=${temporaryIn(folder)}`)
    );
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // So has this one.
  }
}
