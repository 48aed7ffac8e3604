import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './server.ts';

const PATIENCE_MS = 25_000;

/** Waits until a server that listens long before it serves gives the right answer to a question; an empty one waits for its greeting. */
export async function untilAnswered(place: Place, question: string, answer: RegExp): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until && !answer.test(await askOnce(place, question))) await sleep(100);
}

async function askOnce({ address, port }: Place, question: string): Promise<string> {
  const socket = connect({ host: address, port });
  socket.on('error', () => socket.destroy());
  if (question !== '') socket.write(question);
  const chunk = await Promise.race([
    once(socket, 'data').catch(notYet),
    once(socket, 'close').catch(notYet),
    sleep(PATIENCE_MS),
  ]);
  socket.destroy();
  return chunk?.[0] instanceof Buffer ? chunk[0].toString('latin1') : '';
}

/** A server that refuses a connection does not listen yet, or not for a moment. */
function notYet(): undefined {
  return undefined;
}
