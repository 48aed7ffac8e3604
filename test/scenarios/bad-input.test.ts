import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portreeve } from '../lab/portreeve.ts';

const FILES: Readonly<Record<string, string | Buffer>> = {
  'hosts.txt': '127.0.0.1\n# the next line has one octet too many\n127.0.0.1.5\n',
  'hosts.csv': 'address,id\n127.0.0.1,a\n127.0.0.300,b\n',
  'hosts.json': '[{"address": "127.0.0.1"},\n {"address": 7}]\n',
  'hosts.yaml': 'targets:\n  - 127.0.0.1\n  - address: 127.0.0.1\n    ownr: ops\n',
  'latin-1.csv': Buffer.from('address;owner\r\n127.0.0.1;M\xfcller\r\n', 'latin1'),
  'empty.txt': '# nobody\n',
  'expired.yaml':
    'apiVersion: portreeve/v1\nkind: Scope\nauthorized_by: ciso@example.org\nticket: SEC-1\nvalid_until: 2020-01-31\nranges: [127.0.0.0/8]\n',
  'narrow.yaml':
    'apiVersion: portreeve/v1\nkind: Scope\nauthorized_by: ciso@example.org\nticket: SEC-1\nvalid_until: 2099-01-31\nranges: [127.0.0.0/30]\n',
  'typo.yaml': 'sweep:\n  rat: 100\n',
  'pack.yaml': [
    'apiVersion: portreeve/v1',
    'kind: RulePack',
    'metadata: {id: ours, version: 1.0.0, title: Ours}',
    'rules:',
    '  - id: ours/one',
    '    title: One',
    '    category: unexpected-service',
    '    severity: hihg',
    '    fail_when: {prot: 22}',
    '    message: m',
    '    fix: [f]',
    '    tests: [{facts: {port: 22}, expect: fail}, {facts: {port: 23}, expect: pass}]',
    '',
  ].join('\n'),
  'expression.yaml': [
    'apiVersion: portreeve/v1',
    'kind: RulePack',
    'metadata: {id: ours, version: 1.0.0, title: Ours}',
    'rules:',
    '  - id: ours/one',
    '    title: One',
    '    category: unexpected-service',
    '    severity: high',
    '    fail_when: {cel: "tls.days_left < 30 && servce.name == \'http\'"}',
    '    message: m {{port}}',
    '    fix: [fix it]',
    '    tests: [{facts: {port: 22}, expect: fail}, {facts: {port: 23}, expect: pass}]',
    '',
  ].join('\n'),
  'preset.yaml': 'policy:\n  extends: [preset:basline]\n',
  'lowered.yaml': 'policy:\n  rules:\n    cleartext/telnet: {severity: low}\n',
  'old.lock.json': JSON.stringify({
    apiVersion: 'portreeve/v1',
    kind: 'RulesLock',
    packs: [{ id: 'udp', version: '0.0.9', source: 'pack:udp', sha256: '0'.repeat(64) }],
  }),
  'typo.lock.json': '{"apiVersion": "portreeve/v1", "kind": "RulesLock",\n "pakcs": []}',
  'unknown-rule.yaml': 'policy:\n  rules:\n    cleartext/telnett: {off: true, because: no telnet here}\n',
};

/** Each is one line on standard error, exit code 2, and nothing is scanned or written. */
const CASES: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
  ['no target', ['audit'], /target/],
  ['an empty target set', ['audit', 'empty.txt'], /empty\.txt|no target/],
  ['everything excluded', ['audit', '127.0.0.1', '--exclude', '127.0.0.0/8'], /exclu/],
  ['a bad line in a list', ['audit', 'hosts.txt'], /^portreeve: hosts\.txt:3/],
  ['a bad line in CSV', ['audit', 'hosts.csv'], /^portreeve: hosts\.csv:3/],
  ['bytes that are no UTF-8', ['audit', 'latin-1.csv'], /^portreeve: latin-1\.csv:2: not UTF-8/],
  ['a bad entry in JSON', ['audit', 'hosts.json'], /^portreeve: hosts\.json:2/],
  ['a misspelt label in YAML', ['audit', 'hosts.yaml'], /^portreeve: hosts\.yaml:3:\d+: .*did you mean "?owner/],
  ['a file that is not there', ['audit', './nowhere.txt'], /nowhere\.txt/],
  ['port 70000', ['audit', '127.0.0.1', '--ports', '70000'], /70000/],
  ['a port range the wrong way round', ['audit', '127.0.0.1', '--ports', '80-22'], /80-22/],
  ['a misspelt port set', ['audit', '127.0.0.1', '--ports', 'databses'], /did you mean "databases"/],
  ['an IPv6 /64', ['audit', 'fd00::/64'], /\/112/],
  ['public addresses without a scope', ['audit', '8.8.8.0/30'], /scope|authoriz|authoris/i],
  ['an expired scope', ['audit', '127.0.0.1', '--scope', 'expired.yaml'], /2020-01-31/],
  ['a target outside the scope', ['audit', '127.0.0.0/29', '--scope', 'narrow.yaml'], /127\.0\.0\.4/],
  ['multicast', ['audit', '224.0.0.1'], /multicast/i],
  ['host:port', ['audit', '127.0.0.1:22'], /--ports/],
  [
    'an unwritable output',
    ['audit', '127.0.0.1', '-p', '1', '--out', '/dev/null/run'],
    /cannot write to the run directory/,
  ],
  [
    'a misspelt configuration key',
    ['audit', '127.0.0.1', '--config', 'typo.yaml'],
    /typo\.yaml:2:3: .*did you mean "?rate/,
  ],
  ['a broken rule pack', ['audit', '127.0.0.1', '--rules', 'pack.yaml'], /pack\.yaml:8:15: .*did you mean "?high/],
  [
    'an unknown rule id',
    ['audit', '127.0.0.1', '--config', 'unknown-rule.yaml'],
    /^portreeve: unknown-rule\.yaml:3:5: .*did you mean cleartext\/telnet/,
  ],
  [
    'a rule lowered without a reason',
    ['audit', '127.0.0.1', '--config', 'lowered.yaml'],
    /^portreeve: lowered\.yaml:3:5: .*lowered from high without a reason/,
  ],
  [
    'a misspelt fact in an expression',
    ['audit', '127.0.0.1', '--rules', 'expression.yaml'],
    /^portreeve: expression\.yaml:9:45: there is no fact servce\.name - did you mean service\.name\?/,
  ],
  ['a misspelt preset', ['audit', '127.0.0.1', '--preset', 'basline'], /did you mean baseline/],
  [
    'a misspelt preset in the file',
    ['audit', '127.0.0.1', '--config', 'preset.yaml'],
    /^portreeve: preset\.yaml:2:13: .*did you mean baseline/,
  ],
  [
    'a pack that is not the one locked',
    ['audit', '127.0.0.1', '--rules', 'pack:udp', '--rules-lock', 'old.lock.json'],
    /the pack udp \(pack:udp\) is not the one in old\.lock\.json: .* locked is version 0\.0\.9 .* portreeve rules lock/,
  ],
  [
    'a pack that is not locked',
    ['audit', '127.0.0.1', '--rules', 'pack:databases', '--rules-lock', 'old.lock.json'],
    /the pack databases \(pack:databases\) is not in old\.lock\.json/,
  ],
  [
    'a misspelt key in a lock',
    ['audit', '127.0.0.1', '--rules-lock', 'typo.lock.json'],
    /^portreeve: typo\.lock\.json:2:2: .*did you mean "packs"/,
  ],
  ['a misspelt rule', ['rules', 'explain', 'cleartext/telnett'], /did you mean cleartext\/telnet/],
  [
    'a preset for a run that goes on',
    ['audit', '--resume', 'runs', '--preset', 'baseline'],
    /--preset cannot be given/,
  ],
  ['an unknown pack', ['audit', '127.0.0.1', '--rules', 'pack:databasis'], /did you mean pack:databases/],
  ['a rule pack that is not there', ['audit', '127.0.0.1', '--rules', 'none.yaml'], /none\.yaml/],
  ['a misspelt command', ['adit', '127.0.0.1'], /did you mean audit/],
  ['a misspelt option', ['audit', '127.0.0.1', '--prots', '22'], /did you mean --ports/],
  ['a rate of nothing', ['audit', '127.0.0.1', '--rate', '-5'], /rate/],
  ['a timeout of nothing', ['audit', '127.0.0.1', '--timeout', '0'], /timeout/],
  ['a word for a number', ['audit', '127.0.0.1', '--concurrency', 'abc'], /concurrency/],
  ['an unknown severity', ['audit', '127.0.0.1', '--fail-on', 'hihg'], /high/],
  ['an unknown format', ['audit', '127.0.0.1', '--format', 'pdf'], /format/],
  ['a directory that holds no run', ['judge', '.'], /run\.json/],
];

describe('bad input', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));

  beforeAll(() => {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
    mkdirSync(join(folder, 'runs'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(CASES)('%s', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await portreeve(args, { cwd: folder });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n'), stderr).toHaveLength(1);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect(readdirSync(folder).sort()).toEqual([...Object.keys(FILES), 'runs'].sort());
    expect(existsSync(join(folder, 'portreeve-runs'))).toBe(false);
  });

  it('takes the audit back to its one line when a run is in the way', async () => {
    const args = ['audit', '127.0.0.1', '-p', '1', '--identify', 'none', '--out', join(folder, 'runs')];
    expect((await portreeve(args)).exitCode).toBe(0);
    const { exitCode, stderr } = await portreeve(args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/already holds a run - choose another directory with --out\n$/);
  });
});
