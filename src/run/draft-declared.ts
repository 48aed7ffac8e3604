import { intentFromDeclared } from '../declared/intent/intent-from-declared.ts';
import type { SourceZone } from '../declared/intent/intent-from-declared.ts';
import { UsageError } from '../model/errors.ts';
import type { RangeSet } from '../model/range-set.ts';
import type { DeclaredRequest } from '../model/request.ts';
import { draftText } from '../policy/intent/intent-draft.ts';
import { loadDeclared } from './load-declared.ts';

/**
 * An intent matrix, as YAML, of what a firewall allows. It does not load before its reasons, vantages and owner are filled in.
 * @param request names one file; zones are those of its `from`, or the internet
 * @throws UserError where the file or an option is wrong
 */
export async function draftDeclared(request: DeclaredRequest): Promise<string> {
  const [loaded, ...more] = await loadDeclared(request);
  if (loaded === undefined || more.length > 0) {
    throw new UsageError('a matrix is made of one firewall configuration', { hint: 'make one of each' });
  }
  const { firewall, options } = loaded;
  return draftText(intentFromDeclared(firewall, { ...options, zones: zonesOf(options.from), targets: null }));
}

function zonesOf(from: ReadonlyMap<string | null, RangeSet> | undefined): readonly SourceZone[] {
  if (from === undefined || from.size === 0) return [{ name: 'internet', sources: null }];
  return [...from].map(([name, sources]) => ({ name: name ?? 'here', sources }));
}
