import { parseDeclared } from '../declared/parse-declared.ts';
import type { DeclaredFirewall } from '../declared/firewall.ts';
import { parseRange } from '../model/address.ts';
import { UsageError } from '../model/errors.ts';
import type { PolicyRequest } from '../model/request.ts';
import type { RangeSet } from '../model/range-set.ts';
import { mergeRanges } from '../model/range-set.ts';
import { readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

/** Firewall configurations to hold against what was seen. */
export interface LoadedDeclared {
  readonly firewalls: readonly { readonly firewall: DeclaredFirewall; readonly sha256: string }[];
  /** Where probes came from as the firewall sees it, by zone; `null` for all others. */
  readonly from: ReadonlyMap<string | null, RangeSet>;
  readonly hook: 'input' | 'forward' | null;
}

/** Null where there are none. @throws UserError for a file that cannot be read or is wrong */
export async function loadDeclared({ declared }: Pick<PolicyRequest, 'declared'>): Promise<LoadedDeclared | null> {
  if (declared === undefined) return null;
  const firewalls = await Promise.all(
    declared.files.map(async (file) => {
      const text = await readText(file);
      return { firewall: parseDeclared(file, text), sha256: sha256hex(text) };
    }),
  );
  return { firewalls, from: sourcesOf(declared.from), hook: declared.hook };
}

/** `ADDRESS`, `CIDR` or either after `ZONE=`. */
function sourcesOf(texts: readonly string[]): LoadedDeclared['from'] {
  const ranges = new Map<string | null, RangeSet>();
  for (const text of texts) {
    const [, zone, address = ''] = /^(?:([a-z][a-z0-9-]{0,31})=)?(.+)$/.exec(text) ?? [];
    const range = parseRange(address);
    if (range === undefined) {
      throw new UsageError(
        `--declared-from: expected an address or a range, such as 10.0.0.0/8 or internet=0.0.0.0/0, got "${text}"`,
      );
    }
    ranges.set(zone ?? null, mergeRanges([...(ranges.get(zone ?? null) ?? []), range]));
  }
  return ranges;
}
