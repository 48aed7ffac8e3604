import { intentFromDeclared } from '../declared/intent/intent-from-declared.ts';
import type { SourceZone } from '../declared/intent/intent-from-declared.ts';
import type { RangeSet } from '../model/range-set.ts';
import { UsageError } from '../model/errors.ts';
import type { DeclaredRequest } from '../model/request.ts';
import { draftText } from '../policy/intent/intent-draft.ts';
import { loadDeclared } from './load-declared.ts';

/**
 * An intent matrix, as YAML, of what a firewall's rules allow from each zone that the request names sources of. It does not load before its
 * reasons are filled in. @throws UserError for a file that is wrong
 */
export async function draftDeclaredIntent(request: DeclaredRequest): Promise<string> {
  const [loaded, ...others] = await loadDeclared(request);
  if (loaded === undefined || others.length > 0) {
    throw new UsageError('a matrix is made of one firewall configuration at a time');
  }
  const { firewall, options } = loaded;
  return draftText(intentFromDeclared(firewall, { ...options, zones: zonesOf(options.from), targets: null }));
}

/** Without zones, what is allowed from anywhere. */
function zonesOf(from: ReadonlyMap<string | null, RangeSet> | undefined): readonly SourceZone[] {
  const zones = [...(from ?? [])].map(([name, sources]): SourceZone => ({ name: name ?? 'here', sources }));
  return zones.length === 0 ? [{ name: 'internet', sources: null }] : zones;
}
