import { readdirSync, readFileSync } from 'node:fs';

/** RFC 6335: the dynamic ports, where a system does not tell its own range. */
const DYNAMIC_PORTS = 65_535 - 49_152 + 1;

/** Descriptors that this process may open now: its limit (RLIMIT_NOFILE; Node raises the soft one to the hard one) without those that are open. */
export function descriptorRoom(): number {
  return Math.max(0, descriptorLimit(read('/proc/self/limits')) - openDescriptors());
}

/** Connections that this machine can have at once: one for each ephemeral port, as if all went to the same address and port. */
export function portRoom(): number {
  return ephemeralPorts(read('/proc/sys/net/ipv4/ip_local_port_range'));
}

/** The soft limit of open files in `/proc/PID/limits` (proc(5)), `Infinity` where there is none. */
export function descriptorLimit(limits: string): number {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}

/** Ports in `ip_local_port_range` (ip(7)): first and last. */
export function ephemeralPorts(range: string): number {
  const [first, last] = range.trim().split(/\s+/).map(Number);
  const ports = (last ?? Number.NaN) - (first ?? Number.NaN) + 1;
  return Number.isInteger(ports) && ports > 0 ? ports : DYNAMIC_PORTS;
}

function openDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch (error) {
    return withoutProc(error, 0);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return withoutProc(error, '');
  }
}

/** Without `/proc` (a bare chroot) the limits show themselves as shortages while probes are sent. */
function withoutProc<Value>(error: unknown, value: Value): Value {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES')) return value;
  throw error;
}
