import type { AddressRange } from '../model/address.ts';
import { parseAddress, parseCidr, parseRange } from '../model/address.ts';
import { closest } from '../model/closest.ts';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { mergeRanges } from '../model/range-set.ts';
import type { RangeSet } from '../model/range-set.ts';
import type { GroupMember, Hook } from './program.ts';
import type { Route } from './routes.ts';

/**
 * Reads where probes come from as the firewall sees it: `203.0.113.7`, `10.1.0.0/16`, or for one zone `office=10.1.0.0/16`.
 * The key `null` is for zones that are not named. @throws UsageError
 */
export function readSources(texts: readonly string[]): ReadonlyMap<string | null, RangeSet> {
  const sources = new Map<string | null, RangeSet>();
  for (const text of texts) {
    const split = text.lastIndexOf('=');
    const zone = split < 0 ? null : text.slice(0, split).trim();
    const ranges = readRanges(text.slice(split + 1), '--declared-from');
    if (zone === '') throw new UsageError(`--declared-from ${printable(text, 64)} names no zone before =`);
    sources.set(zone, mergeRanges([...(sources.get(zone) ?? []), ...ranges]));
  }
  return sources;
}

/** Reads which addresses security groups protect: `sg-0a1b=203.0.113.0/24,10.0.0.7`. @throws UsageError */
export function readGroups(texts: readonly string[]): readonly GroupMember[] {
  return texts.map((text) => {
    const split = text.lastIndexOf('=');
    if (split <= 0) {
      throw new UsageError(`--declared-group ${printable(text, 64)} names no group and addresses`, {
        hint: 'expected GROUP=ADDRESSES, such as sg-0a1b=203.0.113.0/24',
      });
    }
    const addresses = mergeRanges(readRanges(text.slice(split + 1), '--declared-group'));
    return { group: text.slice(0, split).trim(), addresses };
  });
}

/** Reads what is behind interfaces of a firewall: `eth1=10.1.0.0/16`, or `eth0` for all else. @throws UsageError */
export function readRoutes(texts: readonly string[]): readonly Route[] {
  return texts.map((text) => {
    const [name = '', addresses, ...rest] = text.split('=');
    if (!/^[\w.@:-]{1,32}$/.test(name) || rest.length > 0) {
      throw new UsageError(`--declared-interface ${printable(text, 64)} names no interface`, {
        hint: 'expected NAME or NAME=ADDRESSES, such as eth1=10.1.0.0/16',
      });
    }
    const ranges = addresses === undefined ? null : mergeRanges(readRanges(addresses, '--declared-interface'));
    return { interface: name, addresses: ranges };
  });
}

const HOOKS: readonly Hook[] = ['input', 'forward'];

/** Reads at which hook connections meet the rules; undefined for `auto`, which goes by the rules. @throws UsageError */
export function readHook(text: string): Hook | undefined {
  if (text === 'auto') return undefined;
  const hook = HOOKS.find((name) => name === text);
  if (hook !== undefined) return hook;
  const near = closest(text, [...HOOKS, 'auto']);
  throw new UsageError(`--declared-hook must be auto, input or forward, not "${printable(text, 32)}"`, {
    hint: near === undefined ? 'input: to the firewall itself, forward: through it' : `did you mean "${near}"?`,
  });
}

function readRanges(text: string, option: string): readonly AddressRange[] {
  return text.split(',').map((item) => {
    const range = readRange(item.trim());
    if (range !== undefined) return range;
    throw new UsageError(`${option}: "${printable(item.trim(), 64)}" is no address or range of addresses`, {
      hint: 'such as 203.0.113.7, 10.1.0.0/16 or 10.1.0.1-10.1.0.9',
    });
  });
}

function readRange(text: string): AddressRange | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return { family: address.family, first: address.value, last: address.value };
  return text.includes('/') ? parseCidr(text) : parseRange(text);
}
