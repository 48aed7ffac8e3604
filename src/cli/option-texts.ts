import { READ } from '../config/option-settings.ts';
import type { OptionTexts } from './split-arguments.ts';

/** The text of an option that is given once, null where it is not given. @throws UsageError for what cannot be printed */
export function textOf(options: OptionTexts, name: string): string | null {
  const [text] = options.get(name) ?? [];
  return text === undefined ? null : READ.text(`--${name}`, text);
}

export function isOn(options: OptionTexts, name: string): boolean {
  return options.get(name)?.[0] === 'true';
}
