import { UsageError } from '../../model/errors.ts';
import type { YamlDocument, YamlPath } from '../../model/yaml-document.ts';
import { isAnsibleInventory, readAnsibleYaml } from './ansible-yaml.ts';
import type { Entry } from './entry.ts';
import { limitEntries, locate } from './entry.ts';
import { refuseMistyped } from './labels.ts';
import { fieldsOf, readRecord } from './records.ts';

const SHAPE = 'expected a list of texts or objects, or one under "targets" or "hosts"';

/** The entries of a parsed JSON or YAML inventory, whatever of the known shapes it has. @throws UsageError at the value that does not fit */
export function readStructure(document: YamlDocument): readonly Entry[] {
  const { value } = document;
  if (value === null) return [];
  if (Array.isArray(value)) return readList(document, value, []);
  const fields = fieldsOf(value);
  for (const key of ['targets', 'hosts']) {
    const list = fields?.get(key);
    if (Array.isArray(list)) return readList(document, list, [key]);
  }
  if (isAnsibleInventory(value)) return readAnsibleYaml(document);
  throw new UsageError('no list of targets', { at: document.positionOf([]), hint: SHAPE });
}

function readList(document: YamlDocument, list: readonly unknown[], path: YamlPath): readonly Entry[] {
  limitEntries(list.length, document.positionOf(path));
  return list.map((item, index) => {
    const at = document.positionOf([...path, index]);
    if (typeof item === 'string' && item.trim() !== '') return { text: item.trim(), labels: {}, at };
    const fields = fieldsOf(item);
    if (fields === undefined) throw new UsageError('a target must be a text or an object', { at, hint: SHAPE });
    locate(at, () => refuseMistyped(fields.keys()));
    return readRecord(fields, at);
  });
}
