import type { AddressRange } from '../model/address.ts';
import { parseAddress, parseCidr } from '../model/address.ts';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { parseHostName } from './host-name.ts';
import { looksLikeOctetRanges, parseOctetRanges } from './octet-ranges.ts';

/** What a text stands for: addresses at once, or a name that is still to be resolved. */
export type TargetForm =
  | { readonly kind: 'ranges'; readonly ranges: readonly AddressRange[] }
  | { readonly kind: 'name'; readonly name: string };

const FORMS = 'expected an address, CIDR, range a-b, octet ranges such as 10.0.0-3.1,5, or a host name';

/**
 * Reads one target: address, `[v6]`, CIDR, `a-b`, nmap octet ranges or host name.
 * @throws UsageError that says what was expected
 */
export function parseTargetForm(text: string): TargetForm {
  const ranges = parseRanges(text);
  if (ranges !== undefined) return { kind: 'ranges', ranges };
  const name = parseHostName(text);
  if (name !== undefined) return { kind: 'name', name };
  throw explain(text);
}

/** The addresses of a text, or `undefined` where it is no address form. @throws UsageError for octet ranges and ranges that are wrong */
export function parseRanges(text: string): readonly AddressRange[] | undefined {
  const bare = /^\[(.*:.*)\]$/.exec(text)?.[1] ?? text;
  const address = parseAddress(bare);
  if (address !== undefined) return [{ family: address.family, first: address.value, last: address.value }];
  if (bare.includes('/')) {
    const cidr = parseCidr(bare);
    return cidr && [cidr];
  }
  return parseSpan(bare) ?? (looksLikeOctetRanges(bare) ? parseOctetRanges(bare) : undefined);
}

/** `first-last` with two whole addresses. */
function parseSpan(text: string): readonly AddressRange[] | undefined {
  const [left, right, ...rest] = text.split('-').map((part) => part.trim());
  const first = parseAddress(left ?? '');
  const last = parseAddress(right ?? '');
  if (first === undefined || last === undefined || rest.length > 0) return undefined;
  if (first.family !== last.family) throw new UsageError(`"${text}" mixes IPv4 and IPv6`);
  if (first.value > last.value)
    throw new UsageError(`range ${text} runs backwards`, { hint: `write ${right}-${left}` });
  return [{ family: first.family, first: first.value, last: last.value }];
}

function explain(text: string): UsageError {
  const shown = `"${printable(text, 128)}"`;
  if (text === '') return new UsageError('empty target', { hint: FORMS });
  if (text.includes('%') && text.includes(':')) {
    return new UsageError(`${shown} has a zone index`, {
      hint: 'link-local addresses of one interface are not supported yet',
    });
  }
  const withPort = /^(?:\[([^\]]*)\]|([^:/]+)):(\d+)$/.exec(text);
  if (withPort !== null) {
    return new UsageError(`${shown} has a port`, {
      hint: `write ${withPort[1] ?? withPort[2] ?? 'the host'} and --ports ${withPort[3]}`,
    });
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return new UsageError(`${shown} is a URL`, { hint: 'write its host name' });
  if (/^[\d.:a-f]+\/[\d.]*$/i.test(text)) {
    return new UsageError(`${shown} is no CIDR`, {
      hint: 'expected an address and a prefix length of 0 to 32 (IPv4) or 0 to 128 (IPv6)',
    });
  }
  if (/^[\d.]+$/.test(text)) {
    return new UsageError(`${shown} is no IPv4 address`, {
      hint: 'expected four numbers from 0 to 255 without leading zeros',
    });
  }
  if (/^[\da-f:.]+$/i.test(text)) return new UsageError(`${shown} is no IPv6 address`);
  return new UsageError(`${shown} is no target`, { hint: FORMS });
}
