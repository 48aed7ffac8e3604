import { dirname, isAbsolute, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigError, UsageError } from '../model/errors.ts';
import type { ReportFormat, RuleOverride } from '../model/request.ts';
import { explainErrors, parseYaml, type YamlDocument, type YamlPath } from '../model/yaml-document.ts';
import { FILE_VALUES, type FileValue } from './file-values.ts';
import { READ } from './option-settings.ts';
import type { PartialSettings } from './settings.ts';

/** The lists and maps of a file that fits schemas/config.v1.schema.json; its single values are read through `FILE_VALUES`. */
interface ConfigFile {
  readonly targets?: readonly string[];
  readonly exclude?: readonly string[];
  readonly exclude_files?: readonly string[];
  readonly ports?: string | number | readonly (string | number)[];
  readonly sweep?: { readonly controls?: readonly string[] };
  readonly policy?: {
    readonly extends?: readonly string[];
    readonly packs?: readonly string[];
    readonly waivers?: readonly string[];
    readonly declared?: readonly string[];
    readonly declared_from?: readonly string[];
    readonly declared_interfaces?: readonly string[];
    readonly declared_groups?: readonly string[];
    readonly declared_members?: readonly string[];
    readonly rules?: Readonly<Record<string, RuleOverride>>;
  };
  readonly output?: { readonly formats?: readonly ReportFormat[] };
}

/**
 * Reads the text of a `portreeve.yaml`; `schema` is schemas/config.v1.schema.json. Its relative paths are taken from the folder of `file`.
 * @throws ConfigError with file, line, column and key of the first problem
 */
export function readConfigFile(file: string, text: string, schema: object): PartialSettings {
  const document = parseYaml(file, text);
  if (document.value === null) return {};
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<ConfigFile>(schema);
  const values = FILE_VALUES.map((value) => readValue(document, value));
  const config: unknown = document.value;
  if (!validate(config)) {
    const [first] = explainErrors(document, validate.errors ?? []);
    throw new ConfigError(first?.message ?? 'does not fit the configuration schema', {
      at: first?.at ?? { file },
      hint: /^\/policy\/rules\/.* must be object/.test(first?.message ?? '')
        ? 'write {off: true, because: ...} or {severity: low, because: ...}'
        : first?.hint,
    });
  }
  return relocate(
    dirname(file),
    values.reduce<PartialSettings>((lower, value) => ({ ...lower, ...value }), {
      ...listsOf(config),
      ...readControls(document, config),
      ...readOverrides(document, config),
    }),
  );
}

/** Single values go through the readers of the command line, whose errors say more than a schema's. */
function readValue(document: YamlDocument, { path, read }: FileValue): PartialSettings {
  const value = valueAt(document.value, path);
  return value === undefined ? {} : locate(document, path, (source) => read(source, value));
}

function readControls(document: YamlDocument, { sweep }: ConfigFile): PartialSettings {
  if (sweep?.controls === undefined) return {};
  const controls = sweep.controls.map((text, index) =>
    locate(document, ['sweep', 'controls', index], (source) => READ.control(source, text)),
  );
  return { controls };
}

/** Calls a reader with the pointer of a value, which its errors begin with, and adds the position to them. @throws ConfigError */
function locate<Value>(document: YamlDocument, path: YamlPath, read: (source: string) => Value): Value {
  try {
    return read(`/${path.join('/')}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new ConfigError(error.message, { at: document.positionOf(path), hint: error.hint, cause: error });
  }
}

function valueAt(value: unknown, path: YamlPath): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

/** Changes of rules know where they stand, because only whoever has read the packs can tell that a rule does not exist. */
function readOverrides(document: YamlDocument, { policy }: ConfigFile): PartialSettings {
  if (policy?.rules === undefined) return {};
  const placed = Object.entries(policy.rules).map(([id, override]): [string, RuleOverride] => [
    id,
    { ...override, at: document.positionOf(['policy', 'rules', id], true) },
  ]);
  return { overrides: Object.fromEntries(placed) };
}

const PRESET = 'preset:';

const isPreset = (name: string): boolean => name.startsWith(PRESET);

function extendsOf(names: readonly string[]): PartialSettings {
  return {
    presets: names.filter(isPreset).map((name) => name.slice(PRESET.length)),
    morePacks: names.filter((name) => !isPreset(name)),
  };
}

function listsOf({ targets, exclude, exclude_files, ports, policy, output }: ConfigFile): PartialSettings {
  return {
    ...(targets && { targets }),
    ...(exclude && { exclude }),
    ...(exclude_files && { excludeFiles: exclude_files }),
    ...(ports !== undefined && { ports: [ports].flat().join(',') }),
    ...(policy?.packs && { packs: policy.packs }),
    ...(policy?.waivers && { waivers: policy.waivers }),
    ...(policy?.declared && { declared: policy.declared }),
    ...(policy?.declared_from && { declaredFrom: policy.declared_from }),
    ...(policy?.declared_interfaces && { declaredInterfaces: policy.declared_interfaces }),
    ...(policy?.declared_groups && { declaredGroups: policy.declared_groups }),
    ...(policy?.declared_members && { declaredMembers: policy.declared_members }),
    ...(policy?.extends && extendsOf(policy.extends)),
    ...(output?.formats && { formats: output.formats }),
  };
}

/** Makes the paths of a file that lies elsewhere reachable from the working directory. */
function relocate(folder: string, settings: PartialSettings): PartialSettings {
  const from = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
  const pack = (name: string): string => (name.startsWith('pack:') ? name : from(name));
  const {
    targets,
    excludeFiles,
    packs,
    morePacks,
    rulesLock,
    declared,
    declaredMembers,
    waivers,
    scope,
    intent,
    baseline,
    directory,
  } = settings;
  return {
    ...settings,
    ...(targets && { targets: targets.map((text) => (/^\.{1,2}\//.test(text) ? from(text) : text)) }),
    ...(excludeFiles && { excludeFiles: excludeFiles.map(from) }),
    ...(packs && { packs: packs.map(pack) }),
    ...(morePacks && { morePacks: morePacks.map(pack) }),
    ...(typeof rulesLock === 'string' && { rulesLock: from(rulesLock) }),
    ...(declared && { declared: declared.map(from) }),
    ...(declaredMembers && { declaredMembers: declaredMembers.map(from) }),
    ...(waivers && { waivers: waivers.map(from) }),
    ...(typeof intent === 'string' && { intent: from(intent) }),
    ...(typeof baseline === 'string' && { baseline: from(baseline) }),
    ...(typeof scope === 'string' && { scope: from(scope) }),
    ...(typeof directory === 'string' && { directory: from(directory) }),
  };
}
