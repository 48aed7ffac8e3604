import { parseAddress } from '../../model/address.ts';
import type { AddressRange, Family } from '../../model/address.ts';
import type { WaivableFinding } from './match-finding.ts';
import { isBroad } from './read-target.ts';
import type { Waiver } from './waiver-list.ts';

/** Finds the waivers that may be about a finding, so that not every one of them is held against every finding. */
export type WaiverIndex<Item> = (finding: WaivableFinding) => readonly Item[];

/** Every waiver that matches a finding is among those found for it; they come in no particular order. */
export function indexWaivers<Item extends { readonly waiver: Waiver }>(items: readonly Item[]): WaiverIndex<Item> {
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    for (const key of keysOfWaiver(item.waiver)) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [item]);
      else known.push(item);
    }
  }
  return (finding) => [...new Set(keysOfFinding(finding))].flatMap((key) => byKey.get(key) ?? []);
}

/** A range that is not broad lies in at most two neighbouring networks of its widest size. */
const NETWORK_BITS: Readonly<Record<Family, bigint>> = { 4: 8n, 6: 64n };

function keysOfWaiver({ match }: Waiver): readonly string[] {
  if (match.kind === 'fingerprint') return [match.fingerprint];
  const { rule, target } = match;
  if (target.kind === 'id') return [`${rule} id ${target.id}`];
  if (target.kind === 'group' || isBroad(target.range)) return [rule];
  return networksOf(target.range).map((network) => `${rule} ${network}`);
}

function networksOf({ family, first, last }: AddressRange): readonly string[] {
  return [...new Set([first, last].map((value) => networkOf(family, value)))];
}

function networkOf(family: Family, value: bigint): string {
  return `${family} ${value >> NETWORK_BITS[family]}`;
}

function keysOfFinding({ fingerprint, aliases, ruleId, labels, address }: WaivableFinding): readonly string[] {
  const parsed = parseAddress(address);
  return [
    fingerprint,
    ...aliases,
    ruleId,
    ...(labels.id === undefined ? [] : [`${ruleId} id ${labels.id}`]),
    ...(parsed === undefined ? [] : [`${ruleId} ${networkOf(parsed.family, parsed.value)}`]),
  ];
}
