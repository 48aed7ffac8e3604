import { OPTION_SETTINGS, READ, readOption } from '../config/option-settings.ts';
import type { PartialSettings } from '../config/settings.ts';
import { oneOf } from '../config/read-value.ts';
import { closest } from '../model/closest.ts';
import { InternalError, UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { DiffFormat } from '../model/request.ts';
import { DIFF_FORMATS, REPORT_FORMATS } from '../model/request.ts';
import { LOCK_FILE, type Configured, type Invocation } from './invocation.ts';
import { COMMAND_OPTIONS, COMMANDS, type CommandName } from './option-help.ts';
import { isOn, textOf } from './option-texts.ts';
import { splitArguments, type OptionTexts } from './split-arguments.ts';
import { readWaiverToAdd, readWaiversCheck } from './waiver-arguments.ts';

/** Turns arguments into a typed invocation. Reads no file and no environment. @throws UsageError */
export function parseArguments(argv: readonly string[], version: string): Invocation {
  const { words, options, output, complaint } = splitArguments(argv, version);
  if (output !== undefined) return { command: 'show', text: output };
  const [unknown] = options.keys();
  if (words.length === 0 && unknown !== undefined) {
    throw new UsageError(`unknown option --${printable(unknown, 64)} before a command`, {
      hint: 'see portreeve --help',
    });
  }
  const [command, rest] = commandOf(words);
  const see = `see portreeve ${command} --help`;
  rejectUnknown(command, [...options.keys()], see);
  const invocation = read(command, rest, options);
  // Ours are checked first because they say more; whatever yargs alone noticed is still an error.
  if (complaint !== undefined) throw new UsageError(printable(complaint), { hint: see });
  return invocation;
}

function commandOf(words: readonly string[]): readonly [CommandName, readonly string[]] {
  const [first, second] = words;
  const two = COMMANDS.find((name) => name === `${first} ${second}`);
  if (two !== undefined) return [two, words.slice(2)];
  const one = COMMANDS.find((name) => name === first);
  if (one !== undefined) return [one, words.slice(1)];
  const names = [...new Set(COMMANDS.map((name) => name.split(' ')[0] ?? name))];
  if (first === undefined)
    throw new UsageError(`no command given; expected ${names.join(', ')}`, { hint: 'see portreeve --help' });
  if (COMMANDS.some((name) => name.startsWith(`${first} `))) throw unknownInner(first, second);
  const near = closest(first, names);
  const word = printable(first, 80);
  throw new UsageError(`unknown command "${word}"`, { hint: near ? `did you mean ${near}?` : suggestion(word) });
}

function unknownInner(group: string, word: string | undefined): UsageError {
  const names = COMMANDS.flatMap((name) => (name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : []));
  const near = word === undefined ? undefined : closest(word, names);
  const got = word === undefined ? '' : `, got "${printable(word, 80)}"`;
  return new UsageError(`${group}: expected ${names.join(', ')}${got}`, {
    hint: near === undefined ? `see portreeve ${group} --help` : `did you mean ${near}?`,
  });
}

/** An address or name where a command should stand is most likely a target. */
function suggestion(word: string): string {
  return /[.:/]/.test(word) ? `to audit it: portreeve audit ${word}` : 'see portreeve --help';
}

function rejectUnknown(command: CommandName, names: readonly string[], see: string): void {
  const known = Object.values(COMMAND_OPTIONS[command]).flatMap(Object.keys);
  for (const name of names) {
    if (known.includes(name)) continue;
    const dashes = name.length === 1 ? '-' : '--';
    const near = closest(name, [...known, 'help', 'version']);
    const hint = near === undefined ? see : `did you mean --${near}?`;
    throw new UsageError(`unknown option ${dashes}${printable(name, 64)} for ${command}`, { hint });
  }
}

function read(command: CommandName, words: readonly string[], options: OptionTexts): Invocation {
  for (const [name, texts] of options) rejectRepeated(command, name, texts);
  const configured = (): Configured => ({
    flags: flagsOf(options),
    config: textOf(options, 'config'),
    display: { json: isOn(options, 'json'), quiet: isOn(options, 'quiet'), color: !isOn(options, 'no-color') },
  });
  switch (command) {
    case 'audit':
      return { command, resume: textOf(options, 'resume'), ...withTargets(configured(), words) };
    case 'plan':
      return { command, ...withTargets(configured(), words) };
    case 'judge':
      return { command, runs: runsOf(command, words), ...configured() };
    case 'report':
      return {
        command,
        run: oneWord(command, words, 'a run directory'),
        format: oneOf(REPORT_FORMATS)('--format', options.get('format')?.[0] ?? ''),
      };
    case 'rules test':
      return { command, packs: words };
    case 'rules lint':
      return { command, packs: words };
    case 'rules list':
      return { command, packs: words, json: isOn(options, 'json') };
    case 'rules explain':
      return {
        command,
        rule: oneWord(command, words, 'a rule, such as cleartext/telnet'),
        packs: flagsOf(options).packs ?? [],
        json: isOn(options, 'json'),
      };
    case 'rules lock': {
      const { flags, ...others } = configured();
      // The option is the run directory of audits.
      const { directory, ...settings } = flags;
      const packs = words.length === 0 ? {} : { packs: words };
      return { command, out: directory ?? LOCK_FILE, ...others, flags: { ...settings, ...packs } };
    }
    case 'intent init':
      rejectWords(command, words);
      return { command, from: runsFrom(options) };
    case 'intent check':
      return {
        command,
        file: oneWord(command, words, 'a file'),
        against: textOf(options, 'against'),
        strict: isOn(options, 'strict'),
      };
    case 'explain':
      return { command, subject: oneWord(command, words, 'a port or a service'), json: isOn(options, 'json') };
    case 'waivers check':
      return { command, ...readWaiversCheck(words, options), ...configured() };
    case 'waivers add':
      return { command, request: readWaiverToAdd(words, options) };
    case 'diff':
      return { command, runs: twoRunsOf(words), ...readDiff(options) };
    case 'init':
      rejectWords(command, words);
      return { command, force: isOn(options, 'force') };
    case 'completion':
      throw new InternalError('yargs answers completion itself');
    default:
      return command satisfies never;
  }
}

function rejectRepeated(command: CommandName, name: string, texts: readonly string[]): void {
  // `report` and `diff` print one document, whereas `audit` writes one file for each format.
  const listed = OPTION_SETTINGS.some(({ option, list }) => list && option === name);
  const repeatable =
    (!['report', 'diff'].includes(command) && listed) || (command === 'intent init' && name === 'from');
  if (texts.length > 1 && !repeatable)
    throw new UsageError(`--${name} is given ${texts.length} times; once is expected`);
}

function flagsOf(options: OptionTexts): PartialSettings {
  return OPTION_SETTINGS.reduce<PartialSettings>((settings, setting) => {
    const texts = options.get(setting.option);
    return texts === undefined ? settings : { ...settings, ...readOption(setting, `--${setting.option}`, texts) };
  }, {});
}

function withTargets(configured: Configured, words: readonly string[]): Configured {
  return words.length === 0 ? configured : { ...configured, flags: { ...configured.flags, targets: words } };
}

/** The only word of a command that takes one; `what` it is. */
function oneWord(command: CommandName, words: readonly string[], what: string): string {
  const [word, ...rest] = words;
  if (word === undefined)
    throw new UsageError(`${command}: expected ${what}`, { hint: `see portreeve ${command} --help` });
  rejectWords(command, rest);
  return word;
}

function runsFrom(options: OptionTexts): readonly string[] {
  const texts = options.get('from') ?? [];
  if (texts.length > 0) return texts.map((text) => READ.text('--from', text));
  throw new UsageError('intent init: expected --from and a run directory', {
    hint: 'see portreeve intent init --help',
  });
}

function twoRunsOf(words: readonly string[]): readonly [string, string] {
  const [earlier, later, ...rest] = words;
  if (earlier === undefined || later === undefined)
    throw new UsageError('diff: expected two runs, the earlier one first', { hint: 'see portreeve diff --help' });
  rejectWords('diff', rest);
  return [earlier, later];
}

function readDiff(options: OptionTexts): { readonly format: DiffFormat; readonly color: boolean } {
  const format = oneOf(DIFF_FORMATS)('--format', options.get('format')?.[0] ?? 'text');
  return { format, color: !isOn(options, 'no-color') };
}

function runsOf(command: CommandName, words: readonly string[]): readonly string[] {
  if (words.length > 0) return words;
  throw new UsageError(`${command}: expected a run directory`, { hint: `see portreeve ${command} --help` });
}

function rejectWords(command: CommandName, words: readonly string[]): void {
  const [word] = words;
  if (word === undefined) return;
  throw new UsageError(`${command}: unexpected argument "${printable(word, 80)}"`, {
    hint: `see portreeve ${command} --help`,
  });
}
