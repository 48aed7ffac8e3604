import { parseAddress } from '../model/address.ts';
import type { AddressValue } from '../model/address.ts';
import { mergeRanges } from '../model/range-set.ts';
import type { RangeSet } from '../model/range-set.ts';
import type { DecideOptions, Decision } from './decide.ts';
import { createDecider } from './decide.ts';
import { compareAddresses } from './compare-addresses.ts';
import type { DeclaredComparison, LineResult, Observed, Undeclared } from './comparison.ts';
import type { DeclaredFirewall, DeclaredLine } from './firewall.ts';
import { createLineTotals } from './line-totals.ts';
import { agreementOf } from './agreement.ts';

export interface CompareOptions extends DecideOptions {
  /** Of the declaring file. */
  readonly sha256: string;
  /** Where the probes came from as the firewall sees it, for each zone; `null` is for all others. What stands here wins over `source`. */
  readonly from?: ReadonlyMap<string | null, RangeSet> | undefined;
}

const MAX_UNDECLARED = 10_000;

/** Takes what was seen, one endpoint at a time. */
export interface Comparison {
  add(seen: Observed): void;
  finish(): DeclaredComparison;
}

/**
 * Holds what a firewall declares against what was seen, line by line. What was not observed, or may have been decided by something that is not
 * modelled, confirms nothing. The order of the observations does not matter.
 */
export function createComparison(firewall: DeclaredFirewall, options: CompareOptions): Comparison {
  const decide = createDecider(firewall, options);
  const totals = createLineTotals();
  const undeclared: { readonly entry: Undeclared; readonly destination: AddressValue }[] = [];
  const sourceOf = createSources(options.from);
  return {
    add(seen) {
      const destination = parseAddress(seen.address);
      if (destination === undefined) return;
      const { address, port, transport, zone } = seen;
      const decision = decide({ sources: sourceOf(seen), destination, port, transport });
      totals.add(decision, agreementOf(decision, seen), { destination, ...seen });
      if (seen.state === 'open' && isUndeclared(decision)) {
        undeclared.push({ entry: { zone, address, port, transport }, destination });
      }
    },
    finish() {
      const sorted = undeclared.toSorted((one, other) => compareUndeclared(one, other)).map(({ entry }) => entry);
      return {
        source: { kind: firewall.kind, path: firewall.file, sha256: options.sha256 },
        lines: firewall.lines.map((line) => lineResult(line, totals.of(line))),
        undeclared: sorted.slice(0, MAX_UNDECLARED),
        undeclaredOmitted: Math.max(0, sorted.length - MAX_UNDECLARED),
        warnings: firewall.warnings,
      };
    },
  };
}

/** `createComparison` for observations that are all at hand. */
export function compareDeclared(
  firewall: DeclaredFirewall,
  observed: Iterable<Observed>,
  options: CompareOptions,
): DeclaredComparison {
  const comparison = createComparison(firewall, options);
  for (const seen of observed) comparison.add(seen);
  return comparison.finish();
}

function lineResult(line: DeclaredLine, total: Pick<LineResult, 'status' | 'endpoints' | 'because'>): LineResult {
  const { at, text, action } = line;
  return { at, text, action, ...total };
}

/** Denied, or open only because nothing speaks of it. */
function isUndeclared({ action, candidates }: Decision): boolean {
  return action === 'deny' || (action === 'allow' && candidates.every(({ byDefault }) => byDefault));
}

/** Where a probe came from; the same set for the same text, so that answers can be shared. */
function createSources(from: CompareOptions['from']): (seen: Observed) => RangeSet | null {
  const known = new Map<string, RangeSet | null>();
  return ({ zone, source }) => {
    const told = from?.get(zone) ?? from?.get(null);
    if (told !== undefined || source === null) return told ?? null;
    const found = known.get(source);
    if (found !== undefined) return found;
    const address = parseAddress(source);
    const sources =
      address === undefined
        ? null
        : mergeRanges([{ family: address.family, first: address.value, last: address.value }]);
    known.set(source, sources);
    return sources;
  };
}

function compareUndeclared(
  a: { readonly entry: Undeclared; readonly destination: AddressValue },
  b: { readonly entry: Undeclared; readonly destination: AddressValue },
): number {
  return (
    compareAddresses(a.destination, b.destination) ||
    a.entry.port - b.entry.port ||
    compareTexts(a.entry.transport, b.entry.transport) ||
    compareTexts(a.entry.zone ?? '', b.entry.zone ?? '')
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
