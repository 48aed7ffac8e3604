import { DECLARED_HOOKS, ENGINES, IDENTIFY_MODES, REPORT_FORMATS, type FailOn } from '../model/request.ts';
import { EFFECTS } from '../model/effect.ts';
import { SEVERITIES } from '../model/report.ts';
import {
  addressAndPort,
  calendarDay,
  duration,
  oneOf,
  partOf,
  plainText,
  probeRate,
  share,
  wholeNumber,
  yesOrNo,
  type Reader,
} from './read-value.ts';
import type { PartialSettings, Settings } from './settings.ts';

export const FAIL_ON = [...SEVERITIES, 'never'] as const satisfies readonly FailOn[];

/** Longest text that a path or a port list may have. */
const TEXT_LIMIT = 4096;

/** Bounds of the numbers; schemas/config.v1.schema.json repeats them for editors, a test compares. */
export const READ = {
  rate: probeRate(10_000_000),
  hostRate: probeRate(10_000_000),
  // One peer port can be asked from at most 64,511 source ports (1,025 to 65,535) at once.
  concurrency: wholeNumber({ min: 1, max: 64_511 }),
  timeoutMs: duration({ min: 10, max: 60_000 }),
  // The raw-packet engine tells attempts apart by source port and has sixteen of them.
  attempts: wholeNumber({ min: 1, max: 16 }),
  shard: partOf(100_000),
  control: addressAndPort,
  identifyConcurrency: wholeNumber({ min: 1, max: 10_000 }),
  deadlineMs: duration({ min: 100, max: 120_000 }),
  maxNotAssessed: share,
  day: calendarDay,
  name: plainText(64),
  text: plainText(TEXT_LIMIT),
} as const;

/** One command-line option and the setting that it gives; the environment variable is named after the option. */
export interface OptionSetting {
  readonly option: string;
  /** Lists may be repeated and separated by commas; single values may be given once. */
  readonly list: boolean;
  /** `texts` has one element unless `list`. @throws UsageError */
  readonly read: (source: string, texts: readonly string[]) => PartialSettings;
}

type ListKey =
  | 'exclude'
  | 'excludeFiles'
  | 'controls'
  | 'packs'
  | 'presets'
  | 'waivers'
  | 'formats'
  | 'declared'
  | 'declaredFrom'
  | 'declaredInterfaces'
  | 'declaredGroups'
  | 'declaredMembers';
type Single = Exclude<keyof Settings, ListKey | 'targets' | 'overrides' | 'morePacks'>;

/** Pairs a key with a reader of its type, so that a wrong pair does not compile. */
function single<K extends Single>(option: string, key: K, read: Reader<Settings[K]>): OptionSetting {
  return { option, list: false, read: (source, texts) => ({ [key]: read(source, texts[0] ?? '') }) };
}

function list<K extends ListKey>(option: string, key: K, read: Reader<Settings[K][number]>): OptionSetting {
  return { option, list: true, read: (source, texts) => ({ [key]: texts.map((text) => read(source, text)) }) };
}

/** Every setting that a flag or an environment variable can give. */
export const OPTION_SETTINGS: readonly OptionSetting[] = [
  {
    option: 'ports',
    list: true,
    read: (source, texts) => ({ ports: texts.map((text) => READ.text(source, text)).join(',') }),
  },
  list('exclude', 'exclude', READ.text),
  list('exclude-file', 'excludeFiles', READ.text),
  single('scope', 'scope', READ.text),
  single('authorized-by', 'authorizedBy', READ.text),
  single('engine', 'engine', oneOf(ENGINES)),
  single('rate', 'rate', READ.rate),
  single('host-rate', 'hostRate', READ.hostRate),
  single('concurrency', 'concurrency', READ.concurrency),
  single('timeout', 'timeoutMs', READ.timeoutMs),
  single('attempts', 'attempts', READ.attempts),
  single('seed', 'seed', READ.name),
  single('shard', 'shard', READ.shard),
  list('control', 'controls', READ.control),
  single('udp', 'udp', yesOrNo),
  single('udp-ports', 'udpPorts', READ.text),
  single('snmp-public', 'snmpPublic', yesOrNo),
  single('identify', 'identify', oneOf(IDENTIFY_MODES)),
  single('ics', 'ics', yesOrNo),
  single('max-effect', 'maxEffect', oneOf(EFFECTS)),
  list('rules', 'packs', READ.text),
  single('intent', 'intent', READ.text),
  list('declared', 'declared', READ.text),
  list('declared-from', 'declaredFrom', READ.text),
  single('declared-hook', 'declaredHook', oneOf(DECLARED_HOOKS)),
  list('declared-interface', 'declaredInterfaces', READ.text),
  list('declared-group', 'declaredGroups', READ.text),
  list('declared-members', 'declaredMembers', READ.text),
  list('waivers', 'waivers', READ.text),
  single('strict-waivers', 'strictWaivers', yesOrNo),
  single('baseline', 'baseline', READ.text),
  single('fail-on-new', 'failOnNew', yesOrNo),
  single('as-of', 'asOf', READ.day),
  list('preset', 'presets', READ.name),
  single('rules-lock', 'rulesLock', READ.text),
  single('fail-on', 'failOn', oneOf(FAIL_ON)),
  single('max-not-assessed', 'maxNotAssessed', READ.maxNotAssessed),
  single('vantage', 'vantage', READ.name),
  single('zone', 'zone', READ.name),
  single('out', 'directory', READ.text),
  list('format', 'formats', oneOf(REPORT_FORMATS)),
];

/** A comma between items. One before a bare octet or range of octets belongs to the item: `10.0.0-3.1,5` is one octet range, and no item is a number. */
const LIST_COMMA = /,(?!\s*\d{1,3}(?:-\d{1,3})?\s*(?:,|$))/;

/** Reads the values of one option as written, splitting lists at commas. @throws UsageError */
export function readOption(setting: OptionSetting, source: string, texts: readonly string[]): PartialSettings {
  if (setting.list)
    return setting.read(
      source,
      texts.flatMap((text) => text.split(LIST_COMMA)).map((text) => text.trim()),
    );
  return setting.read(source, texts);
}
