import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from './server.ts';

const TRIES = 100;

/** Waits until a web server answers, and with something else than 503: some listen before they can say anything. */
export async function untilReady({ address, port }: Pick<Server, 'address' | 'port'>, path: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const status = await fetch(`http://${address}:${port}${path}`).then(
      (response) => response.status,
      () => 503,
    );
    if (status !== 503) return;
    await sleep(100);
  }
}
