import type { AddressRange } from '../../model/address.ts';
import { parseAddress, parseCidr, parseRange } from '../../model/address.ts';
import { printable } from '../../model/printable.ts';

/** The addresses of a target: one address, a CIDR or a range `a-b`; `undefined` for anything else. */
export function readTarget(text: string): AddressRange | undefined {
  const trimmed = text.trim();
  if (trimmed.includes('/')) return parseCidr(trimmed);
  return parseRange(endsOf(trimmed).join('-'));
}

/** Why a target of a group is none; `undefined` where it is one. */
export function targetProblem(text: string): { readonly message: string; readonly hint: string } | undefined {
  if (readTarget(text) !== undefined) return undefined;
  const shown = printable(text, 128);
  const [from = '', to = '', ...rest] = endsOf(text.trim());
  const [first, last] = [parseAddress(from), parseAddress(to)];
  if (first === undefined || last === undefined || rest.length > 0) {
    return {
      message: `"${shown}" is no address, CIDR or range a-b`,
      hint: 'a group holds no host names; ids, tags_any and owner name hosts by their labels',
    };
  }
  if (first.family !== last.family) return { message: `"${shown}" mixes IPv4 and IPv6`, hint: 'write two targets' };
  return { message: `range ${shown} runs backwards`, hint: `write ${to}-${from}` };
}

function endsOf(text: string): readonly string[] {
  return text.split('-').map((end) => end.trim());
}
