import type { ProbeResult } from '../model/observation.ts';
import { routeRefusal } from './errno.ts';
import type { Libc } from './libc.ts';
import type { SocketAddress } from './socket-address.ts';

/** `bits/socket_type.h` */
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;

/** What `askRoute` asks, by system calls and at once: the local refusal of an address, or `undefined` where there is a route. Nothing is sent. */
export function findRouteRefusal(libc: Libc, address: SocketAddress): ProbeResult | undefined {
  const fd = libc.socket(address.family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return routeRefusal(libc.errorCode());
  const refusal = libc.connect(fd, address.bytes, address.length) < 0 ? routeRefusal(libc.errorCode()) : undefined;
  libc.close(fd);
  return refusal;
}
