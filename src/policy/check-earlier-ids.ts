import { closest } from '../model/closest.ts';
import type { YamlPath } from '../model/yaml-document.ts';
import type { PackProblem } from './check-condition.ts';
import type { RawPack } from './raw-pack.ts';

/** Ids that a rule had before and that are in use, and a replacement that does not exist; those in other packs are not looked for. */
export function checkEarlierIds({ rules, metadata }: RawPack, index: number): readonly PackProblem[] {
  const rule = rules[index];
  const ids = rules.map(({ id }) => id);
  const taken = [...ids, ...rules.slice(0, index).flatMap(({ replaces }) => replaces ?? [])];
  const reused = (rule?.replaces ?? []).flatMap((id, number) =>
    taken.includes(id)
      ? [
          {
            path: ['rules', index, 'replaces', number],
            message: `the id ${id} is in use`,
            hint: 'name ids that no rule has any more, each once',
          },
        ]
      : [],
  );
  const replacement = rule?.deprecated?.replaced_by;
  if (replacement?.startsWith(`${metadata.id}/`) !== true || ids.includes(replacement)) return reused;
  return [...reused, unknownReplacement(replacement, ids, ['rules', index, 'deprecated', 'replaced_by'])];
}

function unknownReplacement(id: string, ids: readonly string[], path: YamlPath): PackProblem {
  const near = closest(id, ids);
  const message = `the pack has no rule ${id}`;
  return near === undefined ? { path, message } : { path, message, hint: `did you mean ${near}?` };
}
