import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { ProbeResult } from '../model/observation.ts';
import { errorCode, routeRefusal } from './errno.ts';

/**
 * Asks this machine's routing about an address by connecting a UDP socket, which sends no packet. Gives the local refusal, or `undefined`
 * when there is a route, so that an unreachable came from the network.
 */
export async function askRoute(address: string): Promise<ProbeResult | undefined> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  try {
    // Port 9 (discard, RFC 863) stands for any: nothing is sent to it.
    socket.connect(9, address);
    await once(socket, 'connect');
    return undefined;
  } catch (error) {
    return routeRefusal(errorCode(error));
  } finally {
    socket.close();
  }
}
