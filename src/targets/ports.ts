import { closest } from '../model/closest.ts';
import { UsageError } from '../model/errors.ts';
import { formatPorts, isPort } from '../model/ports.ts';
import { printable } from '../model/printable.ts';
import { udpPorts, udpService } from '../model/udp-services.ts';
import { PORT_SETS } from './port-sets.ts';

/**
 * Reads numbers, ranges and named sets separated by commas: `22,80,8000-8010,databases`.
 * @returns ports ascending, without repetition, at least one
 * @throws UsageError for a port outside 1 to 65535, a range that runs backwards and an unknown set
 */
export function parsePorts(text: string): readonly number[] {
  const ports = new Set<number>();
  for (const item of text.split(',').map((part) => part.trim())) {
    for (const port of isSetName(item) ? parsePorts(PORT_SETS[item].ports) : readRange(item)) ports.add(port);
  }
  return [...ports].sort((a, b) => a - b);
}

/**
 * Reads UDP ports: `default`, `all`, or numbers and ranges. UDP is only asked what it can answer.
 * @throws UsageError as `parsePorts`, and for ports that no question is known for
 */
export function parseUdpPorts(text: string): readonly number[] {
  const ports = new Set<number>();
  for (const item of text.split(',').map((part) => part.trim())) {
    for (const port of item === 'default' || item === 'all' ? udpPorts(item) : readUdpRange(item)) ports.add(port);
  }
  return [...ports].sort((a, b) => a - b);
}

function readUdpRange(text: string): readonly number[] {
  if (isSetName(text)) throw noUdpService(`the set ${text}`);
  const ports = readRange(text);
  // Of a range those ports count that have a question; one port alone must have one.
  const known = ports.filter((port) => udpService(port) !== undefined);
  if (known.length === 0) throw noUdpService(`${ports.length === 1 ? 'port' : 'ports'} ${text}`);
  return known;
}

function noUdpService(what: string): UsageError {
  return new UsageError(`no UDP service is known on ${what}`, {
    hint: `the UDP ports are ${formatPorts(udpPorts('all'))}`,
  });
}

function isSetName(text: string): text is keyof typeof PORT_SETS {
  return Object.hasOwn(PORT_SETS, text);
}

function readRange(text: string): readonly number[] {
  const range = /^(\d{1,10})(?:\s*-\s*(\d{1,10}))?$/.exec(text);
  if (range === null) throw notPorts(text);
  const first = readPort(range[1] ?? '');
  const last = range[2] === undefined ? first : readPort(range[2]);
  if (first > last) {
    throw new UsageError(`port range ${text} runs backwards`, { hint: `write ${last}-${first}` });
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!isPort(port)) throw new UsageError(`port ${text} is outside 1-65535`);
  return port;
}

function notPorts(text: string): UsageError {
  if (text === '')
    return new UsageError('empty port', { hint: 'write ports as 22,80,8000-8010 or as a set such as databases' });
  const names = Object.keys(PORT_SETS);
  const near = closest(text, names);
  const hint =
    near === undefined ? `ports are numbers, ranges and the sets ${names.join(', ')}` : `did you mean "${near}"?`;
  return new UsageError(`"${printable(text, 64)}" is no port, range or set of ports`, { hint });
}
