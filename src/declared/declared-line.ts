import type { AddressRange } from '../model/address.ts';
import { printable } from '../model/printable.ts';
import { allOf, mergeRanges } from '../model/range-set.ts';
import type { RangeSet } from '../model/range-set.ts';
import type { Box } from './box.ts';
import type { DeclaredLine } from './firewall.ts';
import { mergePorts } from './port-ranges.ts';
import type { Effect, RuleText } from './program-builder.ts';

/** A rule's line for one of its actions. A policy, which speaks of all that is left, has no effects of its own. */
export function declaredLine(
  { at, text, comment = null, group }: RuleText,
  action: 'allow' | 'deny',
  effects: readonly Effect[] | null,
): DeclaredLine {
  const boxes = effects?.flatMap(({ condition }) => condition.boxes) ?? null;
  const destinations = boxes === null ? 'any' : addressesOf(boxes.map((box) => box.destinations));
  return {
    at: printable(at, 500),
    text: printable(text, 500),
    action,
    transport: boxes === null ? 'any' : transportOf(boxes),
    ports: boxes === null ? 'any' : portsOf(boxes),
    sources: boxes === null ? 'any' : addressesOf(boxes.map((box) => box.sources)),
    destinations: group === undefined ? destinations : { group },
    comment: comment === null ? null : printable(comment, 256),
    exact: (effects ?? []).every(({ condition, verdict }) => condition.unsure === null && verdict.to !== 'unknown'),
    byDefault: false,
  };
}

function transportOf(boxes: readonly Box[]): DeclaredLine['transport'] {
  const [tcp, udp] = [boxes.some((box) => box.tcp), boxes.some((box) => box.udp)];
  return tcp === udp ? 'any' : tcp ? 'tcp' : 'udp';
}

function portsOf(boxes: readonly Box[]): DeclaredLine['ports'] {
  const ports = mergePorts(boxes.flatMap((box) => box.ports));
  const [only] = ports;
  return ports.length === 1 && only !== undefined && only.first <= 1 && only.last === 65_535 ? 'any' : ports;
}

/** All addresses of one IP version are any address, too: the rule's table says which version it is for. */
function addressesOf(sets: readonly RangeSet[]): readonly AddressRange[] | 'any' {
  const merged = mergeRanges(new Set(sets.flat()));
  const whole =
    merged.length > 0 && merged.every(({ family, first, last }) => first === 0n && last === allOf(family).last);
  return whole ? 'any' : merged;
}
