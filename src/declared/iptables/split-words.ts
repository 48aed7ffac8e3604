import { ConfigError } from '../../model/errors.ts';
import type { SourcePosition } from '../../model/errors.ts';

/** One word of a rule; `quoted` ones are values, however they begin. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
  /** From 1. */
  readonly column: number;
}

/** The words of a line as iptables-save writes them: quotes around what holds spaces, backslashes before quotes. @throws ConfigError */
export function splitWords(line: string, at: SourcePosition): readonly Word[] {
  const words: Word[] = [];
  for (let index = 0; index < line.length;) {
    if (line[index] === ' ' || line[index] === '\t') {
      index++;
      continue;
    }
    const column = index + 1;
    const parts: string[] = [];
    let [quoted, open] = [false, false];
    for (; index < line.length; index++) {
      const character = line[index] ?? '';
      if (!open && (character === ' ' || character === '\t')) break;
      if (character === '"') [quoted, open] = [true, !open];
      else if (character === '\\' && open) parts.push(line[++index] ?? '');
      else parts.push(character);
    }
    if (open) throw new ConfigError('a quote that is not closed', { at: { ...at, column } });
    words.push({ text: parts.join(''), quoted, column });
  }
  return words;
}

/** An option with its values: `! --dport 22`. */
export interface Option {
  readonly name: string;
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** Groups words into options; values before any option are dropped only where there are none. @throws ConfigError */
export function groupOptions(words: readonly Word[], at: SourcePosition): readonly Option[] {
  const options: { name: string; values: string[]; negated: boolean }[] = [];
  let negated = false;
  for (const { text, quoted, column } of words) {
    if (!quoted && text === '!') negated = true;
    else if (!quoted && /^-./.test(text)) {
      options.push({ name: text, values: [], negated });
      negated = false;
    } else {
      const option = options.at(-1);
      if (option === undefined || negated) {
        throw new ConfigError(`"${text}" stands where an option was expected`, { at: { ...at, column } });
      }
      option.values.push(text);
    }
  }
  return options;
}

/** An option in the words of the file. */
export function optionText({ name, values, negated }: Option): string {
  return [...(negated ? ['!'] : []), name, ...values].join(' ');
}
