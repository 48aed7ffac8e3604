import { loadLibc } from './libc.ts';
import { AF_INET } from './socket-address.ts';

/** `bits/socket_type.h` and `netinet/in.h` */
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const IPPROTO_TCP = 6;

/** Why the system's C library cannot be called here, or `undefined` when it can. */
export function whyNoSystemCalls(): string | undefined {
  try {
    loadLibc();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Why no raw socket can be opened here (raw(7)), or `undefined` when one can; found out by opening one, which sends nothing, and closing it. */
export function whyNoRawSockets(): string | undefined {
  const why = whyNoSystemCalls();
  if (why !== undefined) return why;
  const libc = loadLibc();
  const fd = libc.socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_TCP);
  if (fd >= 0) {
    libc.close(fd);
    return undefined;
  }
  const code = libc.errorCode();
  return code === 'EPERM' || code === 'EACCES'
    ? 'no CAP_NET_RAW: raw sockets are refused'
    : `raw sockets cannot be opened: ${code}`;
}
