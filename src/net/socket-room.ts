import { readdirSync, readFileSync } from 'node:fs';

/** Descriptors left for everything else: files, identification, the runtime itself. */
const RESERVED = 64;
/** RFC 6335: the dynamic ports, where a system does not tell its own range. */
const DYNAMIC_PORTS = 65_535 - 49_152 + 1;

/**
 * How many sockets this process may open now: what the limit of descriptors (RLIMIT_NOFILE; Node raises the soft one to the hard one) leaves beside
 * those that are open and 64 for others, and no more than there are ephemeral ports. At least 1.
 */
export function socketRoom(): number {
  const limit = descriptorLimit(read('/proc/self/limits'));
  const ports = ephemeralPorts(read('/proc/sys/net/ipv4/ip_local_port_range'));
  return Math.max(1, Math.min(limit - openDescriptors() - RESERVED, ports));
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
