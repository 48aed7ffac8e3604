import { ConfigError } from '../../model/errors.ts';
import type { JsonPlace } from '../json-place.ts';
import { at, isObject, itemsOf, objectAt, textAt, plainText } from '../json-place.ts';

/** One resource as it will be, or is. */
export interface Resource {
  /** `module.net["a"].aws_security_group.web[0]`. */
  readonly address: string;
  readonly type: string;
  /** Its values; those that are not known before the plan is applied are absent. */
  readonly values: JsonPlace;
}

/** Resources of a plan, and what their arguments refer to. */
export interface Resources {
  readonly all: readonly Resource[];
  /** Texts such as `aws_security_group.web.id` that an argument of a resource is made from. */
  referencesOf(address: string, argument: string): readonly string[];
}

/** Modules nest a few levels; the limit keeps hostile files off the stack. */
const MAX_DEPTH = 64;

/** Reads the resources that `terraform show -json` prints of a plan or a state. @throws ConfigError */
export function readResources(top: JsonPlace): Resources {
  const planned = at(top, 'planned_values');
  const values = planned.value === undefined ? at(top, 'values') : planned;
  const all: Resource[] = [];
  readModule(at(values, 'root_module'), { depth: 0, all });
  const references = new Map<string, readonly string[]>();
  readConfiguration(at(at(top, 'configuration'), 'root_module'), { prefix: '', depth: 0, references });
  return { all, referencesOf: (address, argument) => references.get(`${withoutIndices(address)} ${argument}`) ?? [] };
}

function readModule(module: JsonPlace, { depth, all }: { readonly depth: number; readonly all: Resource[] }): void {
  if (module.value === undefined) return;
  if (depth > MAX_DEPTH) throw tooDeep(module);
  for (const resource of itemsOf(at(objectAt(module), 'resources'))) {
    if (at(objectAt(resource), 'mode').value === 'data') continue;
    const [address, type] = [textAt(at(resource, 'address')), textAt(at(resource, 'type'))];
    all.push({ address, type, values: { ...at(resource, 'values'), path: address } });
  }
  for (const child of itemsOf(at(module, 'child_modules'))) readModule(child, { depth: depth + 1, all });
}

interface Configuration {
  /** Of the module's address, with a full stop at the end. */
  readonly prefix: string;
  readonly depth: number;
  readonly references: Map<string, readonly string[]>;
}

function readConfiguration(module: JsonPlace, { prefix, depth, references }: Configuration): void {
  if (!isObject(module.value)) return;
  if (depth > MAX_DEPTH) throw tooDeep(module);
  for (const resource of itemsOf(at(module, 'resources'))) {
    const { value: expressions } = at(resource, 'expressions');
    if (!isObject(expressions)) continue;
    const address = prefix + textAt(at(resource, 'address'));
    for (const [argument, expression] of Object.entries(expressions)) {
      const named = isObject(expression) && Array.isArray(expression['references']) ? expression['references'] : [];
      if (named.length > 0) references.set(`${address} ${argument}`, named.map(plainText));
    }
  }
  const calls = at(module, 'module_calls');
  for (const name of Object.keys(isObject(calls.value) ? calls.value : {})) {
    const child = at(at(calls, name), 'module');
    readConfiguration(child, { prefix: `${prefix}module.${name}.`, depth: depth + 1, references });
  }
}

function tooDeep({ file, path }: JsonPlace): ConfigError {
  return new ConfigError(`modules nest more than ${MAX_DEPTH} deep: ${path.slice(0, 100)}...`, { at: { file } });
}

/** An address without the keys and numbers of instances, as the configuration has it. */
export function withoutIndices(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}

/** The module of a resource with a full stop at the end; empty for the root. */
export function moduleOf(address: string): string {
  return /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address)?.[0] ?? '';
}
