import { closest } from '../model/closest.ts';
import { OPTION_SETTINGS, readOption } from './option-settings.ts';
import type { PartialSettings } from './settings.ts';

/** Environment variables as Node gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `host-rate` is `PORTREEVE_HOST_RATE`. */
export function variableOf(option: string): string {
  return `PORTREEVE_${option.toUpperCase().replaceAll('-', '_')}`;
}

/** The settings that the environment gives. An empty variable counts as not set, as shells and CI systems leave them. @throws UsageError */
export function readEnvironment(environment: Environment): PartialSettings {
  return OPTION_SETTINGS.reduce<PartialSettings>((settings, setting) => {
    const variable = variableOf(setting.option);
    const text = environment[variable];
    return text === undefined || text === '' ? settings : { ...settings, ...readOption(setting, variable, [text]) };
  }, {});
}

/**
 * One warning for each `PORTREEVE_` variable that is nearly, but not quite, one that is read.
 * No errors: other software sets such names too (Kubernetes sets `PORTREEVE_PORT` for a service called portreeve).
 */
export function misspeltVariables(environment: Environment): readonly string[] {
  const known = OPTION_SETTINGS.map(({ option }) => variableOf(option));
  return Object.keys(environment)
    .filter((name) => name.startsWith('PORTREEVE_') && !known.includes(name))
    .flatMap((name) => {
      const near = closest(name, known);
      return near === undefined ? [] : [`the environment variable ${name} is not read - did you mean ${near}?`];
    });
}
