import { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigError } from '../model/errors.ts';
import type { FailOn, RuleOverride } from '../model/request.ts';
import { explainErrors, parseYaml } from '../model/yaml-document.ts';
import type { PartialSettings } from './settings.ts';

/** Which rules a purpose asks for, and how strictly; everything that the user says by himself wins over it. */
export interface Preset {
  readonly id: string;
  readonly packs: 'all' | readonly string[];
  readonly settings: Pick<PartialSettings, 'overrides' | 'failOn' | 'maxNotAssessed'>;
}

/** A file that fits schemas/preset.v1.schema.json. */
interface PresetFile {
  readonly metadata: { readonly id: string };
  readonly packs: 'all' | readonly string[];
  readonly rules?: Readonly<Record<string, RuleOverride>>;
  readonly fail_on?: FailOn;
  readonly max_not_assessed?: number;
}

/**
 * Reads the text of a preset; `schema` is schemas/preset.v1.schema.json. Reasons of its changes name it.
 * @throws ConfigError with file, line and column of the first problem
 */
export function readPreset(file: string, text: string, schema: object): Preset {
  const document = parseYaml(file, text);
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<PresetFile>(schema);
  const { value } = document;
  if (!validate(value)) {
    const [first] = explainErrors(document, validate.errors ?? []);
    throw new ConfigError(first?.message ?? 'does not fit the schema of presets', {
      at: first?.at ?? { file },
      hint: first?.hint,
    });
  }
  const { metadata, packs, rules = {}, fail_on: failOn, max_not_assessed: maxNotAssessed } = value;
  const overrides = Object.entries(rules).map(([id, override]): [string, RuleOverride] => [
    id,
    {
      ...override,
      because: `preset ${metadata.id}: ${override.because ?? 'more severe here'}`,
      preset: metadata.id,
      at: document.positionOf(['rules', id], true),
    },
  ]);
  return {
    id: metadata.id,
    packs,
    settings: {
      ...(overrides.length > 0 && { overrides: Object.fromEntries(overrides) }),
      ...(failOn !== undefined && { failOn }),
      ...(maxNotAssessed !== undefined && { maxNotAssessed }),
    },
  };
}
