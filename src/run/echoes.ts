import PQueue from 'p-queue';
import type { EchoAnswer } from '../net/echo.ts';
import { askEcho } from '../net/echo.ts';
import type { Gate } from '../net/gate.ts';
import { descriptorRoom } from '../net/socket-room.ts';

const MOST_AT_ONCE = 64;
/** Descriptors that starting a process takes for a moment. */
const PER_PROCESS = 8;

/** Asks each host once, so that "drops our ports but answers ping" and "nothing answers" are told apart. */
export async function askEchoes(
  gate: Gate,
  addresses: readonly string[],
): Promise<Readonly<Record<string, EchoAnswer>>> {
  const room = Math.floor(descriptorRoom() / PER_PROCESS);
  const queue = new PQueue({ concurrency: Math.max(1, Math.min(MOST_AT_ONCE, room)) });
  const ask = async (address: string): Promise<[string, EchoAnswer]> => [address, await askEcho(gate, address)];
  return Object.fromEntries(await queue.addAll(addresses.map((address) => () => ask(address))));
}
