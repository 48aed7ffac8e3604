import PQueue from 'p-queue';
import type { EchoAnswer } from '../net/echo.ts';
import { askEcho } from '../net/echo.ts';
import type { Gate } from '../net/gate.ts';

const AT_ONCE = 64;

/** Asks each host once, so that "drops our ports but answers ping" and "nothing answers" are told apart. */
export async function askEchoes(
  gate: Gate,
  addresses: readonly string[],
): Promise<Readonly<Record<string, EchoAnswer>>> {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const ask = async (address: string): Promise<[string, EchoAnswer]> => [address, await askEcho(gate, address)];
  return Object.fromEntries(await queue.addAll(addresses.map((address) => () => ask(address))));
}
