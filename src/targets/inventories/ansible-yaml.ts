import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { YamlDocument, YamlPath } from '../../model/yaml-document.ts';
import type { AnsibleGroups } from './ansible-groups.ts';
import { createAnsibleGroups } from './ansible-groups.ts';
import type { Entry } from './entry.ts';
import type { Fields } from './labels.ts';
import { fieldsOf } from './records.ts';

const GROUP_KEYS = ['hosts', 'children', 'vars'];
/** Deeper than any real inventory, shallower than the stack. */
const MAX_DEPTH = 100;

/** Whether a parsed value has the shape of an Ansible inventory: a map of groups, each with `hosts`, `children` or `vars`. */
export function isAnsibleInventory(value: unknown): boolean {
  const groups = fieldsOf(value);
  return (
    groups !== undefined && [...groups.values()].some((group) => GROUP_KEYS.some((key) => fieldsOf(group)?.has(key)))
  );
}

/** An Ansible inventory in YAML (or JSON): groups become tags, variables become labels. */
export function readAnsibleYaml(document: YamlDocument): readonly Entry[] {
  const inventory = { document, groups: createAnsibleGroups() };
  for (const [name, group] of fieldsOf(document.value) ?? []) readGroup(inventory, group, [name]);
  return inventory.groups.entries();
}

interface Inventory {
  readonly document: YamlDocument;
  readonly groups: AnsibleGroups;
}

function readGroup(inventory: Inventory, value: unknown, path: YamlPath): void {
  const name = String(path.at(-1));
  const fields = readMap(inventory, value, path);
  const unknown = [...fields.keys()].find((key) => !GROUP_KEYS.includes(key));
  if (unknown !== undefined) {
    const at = inventory.document.positionOf([...path, unknown], true);
    throw new UsageError(`unknown key "${printable(unknown, 64)}" in group "${printable(name, 64)}"`, {
      at,
      hint: `a group has ${GROUP_KEYS.join(', ')}`,
    });
  }
  if (path.length > MAX_DEPTH)
    throw new UsageError('groups are nested too deeply', { at: inventory.document.positionOf(path) });
  inventory.groups.setVariables(name, readMap(inventory, fields.get('vars'), [...path, 'vars']));
  for (const [pattern, variables] of readMap(inventory, fields.get('hosts'), [...path, 'hosts'])) {
    const place = [...path, 'hosts', pattern];
    const at = inventory.document.positionOf(place, true);
    inventory.groups.addHosts(name, pattern, { variables: readMap(inventory, variables, place), at });
  }
  for (const [child, group] of readMap(inventory, fields.get('children'), [...path, 'children'])) {
    inventory.groups.addChild(name, child);
    readGroup(inventory, group, [...path, 'children', child]);
  }
}

/** A map, or an empty one for nothing, which Ansible allows everywhere. */
function readMap({ document }: Inventory, value: unknown, path: YamlPath): Fields {
  if (value === undefined || value === null) return new Map();
  const fields = fieldsOf(value);
  if (fields === undefined) {
    throw new UsageError(`"${printable(String(path.at(-1)), 64)}" must be a map`, { at: document.positionOf(path) });
  }
  return fields;
}
