import type { Options } from 'yargs';
import { EFFECTS } from '../model/effect.ts';
import { ENGINES, IDENTIFY_MODES, REPORT_FORMATS } from '../model/request.ts';
import { FAIL_ON } from '../config/option-settings.ts';
import { DEFAULTS } from '../config/settings.ts';

/** One option as `--help` and completion show it; values are checked by src/config, not by yargs. */
type OptionHelp = Pick<Options, 'describe' | 'alias' | 'choices' | 'coerce'> & { readonly switch?: true };
type OptionGroup = Readonly<Record<string, OptionHelp>>;

const TARGETS: OptionGroup = {
  ports: {
    alias: 'p',
    describe: `Numbers, ranges and named sets: 22,80,8000-8010,databases (default: ${DEFAULTS.ports})`,
  },
  exclude: { describe: 'Never probed; same forms as targets' },
  'exclude-file': { describe: 'File with one exclusion a line' },
  scope: { describe: 'Scope file: authorised ranges, by whom, until when' },
  'authorized-by': { describe: '"who, ticket": needed for public addresses without a scope file' },
};

const SWEEP: OptionGroup = {
  engine: {
    choices: ENGINES,
    describe:
      "How probes are sent. syn: raw packets (Linux; root or CAP_NET_RAW). connect: the kernel's handshake (no privileges). " +
      'node: the same by Node alone (any system). auto: the first of them that works here',
  },
  rate: { describe: `Probes per second in all, or max: no limit, not per host either (default: ${DEFAULTS.rate})` },
  'host-rate': { describe: `Probes per second to one host, or max (default: ${DEFAULTS.hostRate})` },
  concurrency: { describe: 'Probes in flight at once (default: rate times timeout, as far as this machine allows)' },
  timeout: { describe: `Wait for one answer: 1500, 1500ms or 1.5s (default: ${DEFAULTS.timeoutMs}ms)` },
  attempts: {
    describe: `Most probes that a silent port gets; at least 2 unless 1 is asked, more only while answers seem to be missing (default: ${DEFAULTS.attempts})`,
  },
  seed: { describe: 'Same seed, same order of probes (default: drawn)' },
  shard: { describe: 'I/N: only part I of N equal parts of the hosts, for several machines' },
  control: { describe: 'HOST:PORT that must be open from here (an address); where it is not, silence proves nothing' },
  vantage: { describe: `Name of the place the probes start from (default: ${DEFAULTS.vantage})` },
  zone: { describe: 'Trust zone of that place, such as internet or office' },
};

const UDP: OptionGroup = {
  udp: { switch: true, describe: 'Ask the well-known UDP services, too: DNS, SNMP, NTP, IPMI, TFTP, ...' },
  'udp-ports': { describe: 'Only these UDP ports: 53,161 (asks UDP without --udp)' },
  'snmp-public': { switch: true, describe: 'Ask SNMP with the community public, too: a read of sysDescr' },
};

const RESUME: OptionGroup = {
  resume: {
    describe: 'Go on with an unfinished run: its targets and settings, options for pace, policy and reports win',
  },
};

const ICS: OptionGroup = {
  ics: {
    switch: true,
    describe:
      'Question controllers in plants and buildings too (Modbus, S7, OPC UA, ...); their ports are sent nothing otherwise',
  },
};

const IDENTIFY: OptionGroup = {
  identify: {
    choices: IDENTIFY_MODES,
    describe: `Question open ports: not, by the usual protocol, by all (default: ${DEFAULTS.identify})`,
  },
  ...ICS,
  'max-effect': {
    choices: EFFECTS,
    describe: `Most that a check may leave behind: nothing, a session under no real name, a failed login (default: ${DEFAULTS.maxEffect})`,
  },
};

const POLICY: OptionGroup = {
  rules: { describe: 'Rule pack file, folder or pack:NAME (default: all that come with Portreeve)' },
  intent: { describe: 'Intent matrix: what may be reached from where' },
  declared: { describe: 'Firewall configuration that says what should be open: nft -j, iptables-save, AWS, Terraform' },
  'declared-from': { describe: 'Where probes come from as that firewall sees it: 10.0.0.0/8, internet=0.0.0.0/0' },
  'declared-hook': {
    choices: ['input', 'forward'],
    describe: 'Whether connections end at that firewall or pass through it (default: what its kind usually does)',
  },
  waivers: { describe: 'File of accepted risks' },
  'strict-waivers': { switch: true, describe: 'Waivers that are expired, exceeded or unused fail the run' },
  baseline: { describe: 'Earlier run to compare with: its directory or report.json' },
  'fail-on-new': { switch: true, describe: 'Only findings fail that the baseline has not, or that got worse' },
  'as-of': { describe: 'Day as of which dates of waivers and intent count: 2026-01-31 (default: today)' },
  preset: {
    describe: 'Packs, severities and limits for a purpose, such as baseline; options and the file win over it',
  },
  'rules-lock': { describe: 'Refuse packs that differ from this file (default: ./rules.lock.json where it exists)' },
  'fail-on': { choices: FAIL_ON, describe: `Lowest severity that fails (default: ${DEFAULTS.failOn})` },
  'max-not-assessed': { describe: `Share of verdicts that may be not assessed (default: ${DEFAULTS.maxNotAssessed})` },
};

const RUN_OUTPUT: OptionGroup = {
  out: { describe: 'Run directory (default: a new one under portreeve-runs/)' },
  format: {
    choices: REPORT_FORMATS,
    coerce: splitChoices,
    describe: `Report files to write (default: ${DEFAULTS.formats.join()})`,
  },
};

/** yargs compares the choices of an option, which completion needs, with the texts as given; `html,json` is two of them. */
function splitChoices(given: string | readonly string[]): readonly string[] {
  return [given].flat().flatMap((text) => text.split(','));
}

const CONFIG: OptionGroup = { config: { describe: 'Configuration file (default: ./portreeve.yaml where it exists)' } };

const SCREEN: OptionGroup = {
  quiet: { alias: 'q', switch: true, describe: 'No progress, no tables: only the verdict line, and errors' },
  'no-color': { switch: true, describe: 'No colours; the variable NO_COLOR does the same' },
};

function json(describe: string): OptionGroup {
  return { json: { switch: true, describe } };
}

const EVENTS = json('One event a line as JSON on standard output, and nothing else there');

const RULES = ['rules list', 'rules explain', 'rules lint', 'rules test', 'rules lock'] as const;

export const COMMANDS = ['audit', 'plan', 'init', 'judge', 'report', 'explain', ...RULES, 'completion'] as const;
export type CommandName = (typeof COMMANDS)[number];

/** The options of each command, by heading. */
export const COMMAND_OPTIONS: Readonly<Record<CommandName, Readonly<Record<string, OptionGroup>>>> = {
  audit: {
    'Targets:': { ...TARGETS, ...RESUME },
    'Sweep:': SWEEP,
    'UDP:': UDP,
    'Identify:': IDENTIFY,
    'Policy:': POLICY,
    'Output:': { ...RUN_OUTPUT, ...CONFIG, ...EVENTS, ...SCREEN },
  },
  plan: {
    'Targets:': TARGETS,
    'Sweep:': SWEEP,
    'Identify:': ICS,
    'UDP:': UDP,
    'Output:': { ...CONFIG, ...json('The plan as JSON on standard output'), ...SCREEN },
  },
  judge: {
    'Policy:': POLICY,
    'Output:': { ...CONFIG, ...json('The report as JSON on standard output'), ...SCREEN },
  },
  report: { 'Output:': { format: { choices: REPORT_FORMATS, describe: 'json or html, to standard output' } } },
  explain: { 'Output:': json('The explanation as JSON on standard output') },
  'rules list': { 'Output:': json('The rules as JSON on standard output') },
  'rules explain': {
    'Policy:': { rules: POLICY['rules'] ?? {} },
    'Output:': json('The explanation as JSON on standard output'),
  },
  'rules lint': {},
  'rules test': {},
  'rules lock': {
    'Policy:': { preset: POLICY['preset'] ?? {} },
    'Output:': { out: { describe: 'The file (default: rules.lock.json)' }, ...CONFIG },
  },
  init: { 'Output:': { force: { switch: true, describe: 'Replace an existing portreeve.yaml' } } },
  completion: {},
};
