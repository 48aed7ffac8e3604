import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mergeConfig, presetsOf, type ConfigSources } from '../config/merge-config.ts';
import type { PresetName } from '../config/settings.ts';
import type { Preset } from '../config/read-preset.ts';
import { closest } from '../model/closest.ts';
import { UsageError } from '../model/errors.ts';
import type { AuditRequest } from '../model/request.ts';
import { printable } from '../model/printable.ts';
import { packagePath, readSchema } from '../package-files.ts';

const SUFFIX = '.yaml';

/** Merges settings from everywhere, with the presets that they ask for. @throws UserError */
export async function mergeWithPresets(sources: Omit<ConfigSources, 'presets'>): Promise<AuditRequest> {
  const names = presetsOf(sources);
  return mergeConfig(names.length === 0 ? sources : { ...sources, presets: await loadPresets(names) });
}

/** Presets that come with Portreeve, by their names. @throws UsageError for a name that none has, ConfigError for one that does not load */
export async function loadPresets(names: readonly PresetName[]): Promise<readonly Preset[]> {
  const folder = packagePath('rules/presets');
  const known = (await readdir(folder))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  const schema = await readSchema('preset');
  // Loaded here because most runs have no preset, and its parser and validator take a while to start.
  const { readPreset } = await import('../config/read-preset.ts');
  return Promise.all(
    names.map(async (asked) => {
      const { name } = asked;
      if (!known.includes(name)) throw unknownPreset(asked, known);
      const file = join(folder, name + SUFFIX);
      return readPreset(file, await readFile(file, 'utf8'), schema);
    }),
  );
}

function unknownPreset({ name, at }: PresetName, known: readonly string[]): UsageError {
  const near = closest(name, known);
  return new UsageError(`there is no preset ${printable(name, 80)}`, {
    at,
    hint: near === undefined ? `there are ${[...known].sort().join(', ')}` : `did you mean ${near}?`,
  });
}
