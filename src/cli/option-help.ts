import type { Options } from 'yargs';
import { EFFECTS } from '../model/effect.ts';
import { SEVERITIES, WAIVER_TYPES } from '../model/report.ts';
import { DECLARED_HOOKS, DIFF_FORMATS, ENGINES, IDENTIFY_MODES, REPORT_FORMATS } from '../model/request.ts';
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

const RULES: OptionHelp = {
  describe: 'Rule pack file, folder or pack:NAME (default: all that come with Portreeve)',
};

const POLICY: OptionGroup = {
  rules: RULES,
  intent: { describe: 'Intent matrix: what may be reached from where' },
  declared: { describe: 'Firewall configuration that says what should be open: nft -j, iptables-save, AWS, Terraform' },
  'declared-from': { describe: 'Where probes come from as that firewall sees it: 10.0.0.0/8, internet=0.0.0.0/0' },
  'declared-hook': {
    choices: DECLARED_HOOKS,
    describe: 'Whether connections end at that firewall or pass through it (default: what its kind usually does)',
  },
  'declared-interface': { describe: 'Interface that connections come in by: eth0, eth1=10.1.0.0/16' },
  'declared-group': { describe: 'Addresses of a security group: sg-0a1b=203.0.113.0/24' },
  'declared-members': { describe: 'File that says so: aws ec2 describe-network-interfaces' },
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

const NO_COLOR: OptionHelp = { switch: true, describe: 'No colours; the variable NO_COLOR does the same' };

const SCREEN: OptionGroup = {
  quiet: { alias: 'q', switch: true, describe: 'No progress, no tables: only the verdict line, and errors' },
  'no-color': NO_COLOR,
};

function json(describe: string): OptionGroup {
  return { json: { switch: true, describe } };
}

const EVENTS = json('One event a line as JSON on standard output, and nothing else there');

const RULE_COMMANDS = ['rules list', 'rules explain', 'rules lint', 'rules test', 'rules lock'] as const;
const INTENT_COMMANDS = ['intent init', 'intent check'] as const;

const AS_OF: OptionHelp = {
  alias: 'today',
  describe: 'Day as of which dates count: 2026-01-31 (default: today)',
};

export const COMMANDS = [
  'audit',
  'plan',
  'init',
  'judge',
  'report',
  'explain',
  ...RULE_COMMANDS,
  ...INTENT_COMMANDS,
  'waivers check',
  'waivers add',
  'diff',
  'completion',
] as const;
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
  'intent init': {
    'Input:': {
      from: { describe: 'Run directory or report.json: what it found open; may be repeated, for several zones' },
    },
  },
  'intent check': {
    'Input:': { against: { describe: 'Run directory: name rows that meet no host and port of its plan' } },
    'Policy:': {
      strict: { switch: true, describe: 'Exit 1 where the matrix is overdue, or a row expired, hidden or unmet' },
    },
  },
  'waivers check': {
    'Waivers:': {
      report: { describe: 'Run directory or report.json: which waivers match a finding, and which do not any more' },
      rules: RULES,
      preset: POLICY['preset'] ?? {},
      intent: POLICY['intent'] ?? {},
      'as-of': AS_OF,
      strict: { switch: true, describe: 'Exit with 1 where a waiver is expired or unused' },
    },
    'Output:': { ...CONFIG, ...json('The waivers as JSON on standard output'), 'no-color': NO_COLOR },
  },
  'waivers add': {
    'Waiver:': {
      finding: { describe: 'Fingerprint of the finding, or its first hex digits (at least 6)' },
      from: { describe: 'Run directory or report.json with the finding' },
      type: { choices: WAIVER_TYPES, describe: 'Why it may stay' },
      reason: { describe: 'Why, for whoever reads it in a year' },
      owner: { describe: 'Who answers for it' },
      'approved-by': { describe: 'Who accepted it; somebody else than the owner' },
      ticket: { describe: 'Where that is recorded' },
      expires: { describe: 'Last day on which it holds: YYYY-MM-DD' },
      days: { describe: 'Days from today instead (default: 90, or max_days of the file where that is less)' },
      'max-severity': { choices: SEVERITIES, describe: "Worst severity that it covers (default: the finding's own)" },
      id: { describe: 'Its name in reports (default: the next free one, such as W-2026-016)' },
      'as-of': AS_OF,
    },
  },
  diff: {
    'Output:': {
      format: { choices: DIFF_FORMATS, describe: 'text, json, or markdown for a comment (default: text)' },
      'no-color': NO_COLOR,
    },
  },
  init: { 'Output:': { force: { switch: true, describe: 'Replace an existing portreeve.yaml' } } },
  completion: {},
};
