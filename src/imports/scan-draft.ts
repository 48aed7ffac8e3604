import { formatAddress, parseAddress } from '../model/address.ts';
import type { Family } from '../model/address.ts';
import type { SourcePosition } from '../model/errors.ts';
import { UsageError } from '../model/errors.ts';
import type { Observation, Transport } from '../model/observation.ts';
import type { ResultCode } from '../model/result-code.ts';

/** What was learnt of an open port beyond that. */
export type PortFacts = Pick<Observation, 'service' | 'access' | 'tls' | 'details' | 'evidence'>;

/** One port as the file lists it. */
export interface SeenPort {
  readonly transport: Transport;
  readonly port: number;
  readonly code: ResultCode;
  readonly at: string;
  readonly facts?: PortFacts;
}

/** Ports of one state that the file does not list one by one: pairs of first and last, ascending. Listed ones among them have a state of their own. */
export interface UnlistedPorts {
  readonly transport: Transport;
  readonly ranges: Uint16Array;
  readonly code: ResultCode;
  readonly at: string;
}

/** One of what may be millions, so that nothing is made for what most hosts lack. */
export interface HostDraft {
  readonly text: string;
  readonly family: Family;
  readonly value: bigint;
  names: readonly string[];
  asked: boolean;
  ports: SeenPort[];
  unlisted: readonly UnlistedPorts[];
}

/** More listed ports than this would not fit into memory. */
const MOST_PORTS = 5_000_000;
/** No limit of any scanner; hosts without ports cost memory too. */
const MOST_HOSTS = 5_000_000;

/** Collects what a file says, host by host, in whatever order. */
export class ScanDraft {
  readonly hosts = new Map<string, HostDraft>();
  readonly #warnings = new Map<string, number>();
  #ports = 0;

  /** The host of an address, `undefined` for what is no address: the caller says so. @throws UsageError where there are too many */
  host(address: string, at: SourcePosition): HostDraft | undefined {
    const known = this.hosts.get(address);
    if (known !== undefined) return known;
    const value = parseAddress(address);
    if (value === undefined) return undefined;
    const text = formatAddress(value.family, value.value);
    const same = this.hosts.get(text);
    if (same !== undefined) return same;
    if (this.hosts.size === MOST_HOSTS) throw new UsageError(`more than ${MOST_HOSTS} hosts`, { at, hint: SPLIT });
    const { family } = value;
    const host = { text, family, value: value.value, names: NONE, asked: true, ports: [], unlisted: NONE };
    this.hosts.set(text, host);
    return host;
  }

  /** @throws UsageError where there are too many */
  add(host: HostDraft, port: SeenPort, at: SourcePosition): void {
    if (this.#ports === MOST_PORTS) throw new UsageError(`more than ${MOST_PORTS} ports listed`, { at, hint: SPLIT });
    this.#ports++;
    // An array that something is pushed to makes room for 16 more.
    if (host.ports.length === 0) host.ports = [port];
    else host.ports.push(port);
  }

  /** Ports that are not listed. A host may come several times, by different names. */
  addUnlisted(host: HostDraft, unlisted: readonly UnlistedPorts[]): void {
    if (unlisted.length === 0) return;
    if (host.unlisted.length + unlisted.length <= MOST_UNLISTED) host.unlisted = [...host.unlisted, ...unlisted];
    else this.warn('a host comes too often: of its unlisted ports not all are read');
  }

  addName(host: HostDraft, name: string): void {
    if (!host.names.includes(name) && host.names.length < MOST_NAMES) host.names = [...host.names, name];
  }

  /** Counts what is odd; the same words are one warning, with how often. */
  warn(what: string): void {
    const text = this.#warnings.has(what) || this.#warnings.size < MOST_WARNINGS ? what : 'there is more to warn of';
    this.#warnings.set(text, (this.#warnings.get(text) ?? 0) + 1);
  }

  get warnings(): readonly string[] {
    return [...this.#warnings].map(([what, times]) => (times === 1 ? what : `${what} (${times} times)`));
  }
}

/** Ports of one state and reason, for each time that a host comes. */
const MOST_UNLISTED = 64;
const MOST_WARNINGS = 50;
/** More names of one address are not kept. */
const MOST_NAMES = 100;
const NONE: readonly never[] = [];
const SPLIT = 'judge the scan in parts';
