import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPosition, UsageError } from '../../../src/model/errors.ts';
import { readInventory } from '../../../src/targets/inventories/read-inventory.ts';
import { fixture } from '../fake-sources.ts';
import { lineOf } from '../user-error.ts';

/** Position, text and labels of every entry. */
function read(file: string, text: string): readonly (readonly [string, string, object])[] {
  return readInventory(file, text).map((entry) => [formatPosition(entry.at), entry.text, entry.labels]);
}

const ANSIBLE = [
  ['jump.example.org', {}],
  ['web01.example.org', { zone: 'internal', env: 'prod', tags: ['prod', 'web'] }],
  ['web02.example.org', { zone: 'internal', env: 'prod', tags: ['prod', 'web'] }],
  ['web03.example.org', { zone: 'internal', env: 'prod', tags: ['prod', 'web'] }],
  ['10.0.0.80', { id: 'front door', zone: 'internal', env: 'prod', owner: 'Web team', tags: ['prod', 'web'] }],
  [
    '10.0.1.1',
    {
      id: 'db-primary',
      zone: 'database',
      env: 'prod',
      owner: 'DBA team',
      tags: ['prod', 'db'],
      expectOpen: [22, 5432],
    },
  ],
  ['10.0.1.2', { id: 'db-replica', zone: 'database', env: 'staging', owner: 'DBA team', tags: ['prod', 'db'] }],
];

/** What the formats are made of, and what breaks them. */
const WORDS = Array.from('[]{}:,;="\'\\\n\t \u0000\u2028').concat(
  [
    '10.0.0.1',
    'ip',
    'id',
    'hosts',
    'all',
    'children',
    'vars',
    'web',
    '- ',
    '#',
    '&a',
    '*a',
    '{{',
    '[web]',
    '[a:b]',
    '[web:vars]',
  ],
  ['[web:children]', '[1:9]', '__proto__', 'constructor', '999999999'],
);

describe('readInventory', () => {
  it('reads a plain list with comments', async () => {
    expect(read('hosts.txt', await fixture('hosts.txt'))).toEqual([
      ['hosts.txt:2:1: ', '10.0.0.1', {}],
      ['hosts.txt:3:1: ', '10.0.0.5-10.0.0.9', {}],
      ['hosts.txt:4:3: ', '10.1.0.0/30', {}],
      ['hosts.txt:6:1: ', 'db.example.org', {}],
      ['hosts.txt:7:1: ', '[fd00::1]', {}],
    ]);
  });

  it('reads CSV with labels and leaves foreign columns alone', async () => {
    expect(read('assets.csv', await fixture('assets.csv'))).toEqual([
      [
        'assets.csv:3: ',
        '10.0.0.1',
        {
          id: 'web-1',
          zone: 'dmz',
          env: 'prod',
          owner: 'Web team, Berlin',
          tags: ['web', 'public', 'frontend'],
          expectOpen: [80, 443],
        },
      ],
      [
        'assets.csv:4: ',
        '10.0.0.2',
        { id: 'db-1', zone: 'internal', env: 'prod', owner: 'DBA', tags: ['database'], expectOpen: [5432] },
      ],
      ['assets.csv:5: ', '10.0.1.0/28', { env: 'test' }],
    ]);
  });

  it('reads CSV with semicolons and Windows line ends', async () => {
    expect(read('semicolon.csv', await fixture('semicolon.csv'))).toEqual([
      ['semicolon.csv:2: ', '10.0.0.1', { owner: 'ops' }],
      ['semicolon.csv:3: ', '10.0.0.2', { owner: 'a;b' }],
    ]);
  });

  it('reads CSV with the empty cells that spreadsheets leave at the end of a row', () => {
    const text = 'ip,owner,\r\n10.0.0.1,ops,,,\r\n10.0.0.2,,,,,\r\n,,,,,\r\n';
    expect(read('a.csv', text)).toEqual([
      ['a.csv:2: ', '10.0.0.1', { owner: 'ops' }],
      ['a.csv:3: ', '10.0.0.2', {}],
    ]);
  });

  it('reads CSV whose columns are headed as people write them', () => {
    expect(read('a.csv', 'Hostname,IP Address,Expect Open\nweb,10.0.0.1,80 443\n')).toEqual([
      ['a.csv:2: ', '10.0.0.1', { expectOpen: [80, 443] }],
    ]);
  });

  it('reads whether a printer port is none, in the words of spreadsheets and YAML', () => {
    expect(read('a.csv', 'ip,Allow Payload\n10.0.0.1,yes\n10.0.0.2,0\n10.0.0.3,\n')).toEqual([
      ['a.csv:2: ', '10.0.0.1', { allowPayload: true }],
      ['a.csv:3: ', '10.0.0.2', { allowPayload: false }],
      ['a.csv:4: ', '10.0.0.3', {}],
    ]);
    expect(read('a.yaml', '- { ip: 10.0.0.1, allow_payload: true }\n')).toMatchObject([
      ['a.yaml:1:3: ', '10.0.0.1', { allowPayload: true }],
    ]);
    expect(() => read('a.csv', 'ip,allow_payload\n10.0.0.1,perhaps\n')).toThrow('must be true or false');
  });

  it('reads JSON', async () => {
    expect(read('assets.json', await fixture('assets.json'))).toEqual([
      ['assets.json:4:5: ', '10.0.0.1', {}],
      ['assets.json:5:5: ', '10.0.0.2', { id: 'db-1', tags: ['database', 'prod'], expectOpen: [22, 5432] }],
      ['assets.json:6:5: ', 'db.example.org', { owner: 'DBA' }],
    ]);
  });

  it('reads NDJSON', async () => {
    expect(read('assets.ndjson', await fixture('assets.ndjson'))).toEqual([
      ['assets.ndjson:1: ', '10.0.0.1', {}],
      ['assets.ndjson:2: ', '10.0.0.2', { zone: 'dmz', expectOpen: [22, 80, 81] }],
      ['assets.ndjson:4: ', '10.0.1.0/24', { env: 'test' }],
    ]);
  });

  it('reads YAML', async () => {
    expect(read('assets.yaml', await fixture('assets.yaml'))).toEqual([
      ['assets.yaml:2:5: ', '10.0.0.1', {}],
      ['assets.yaml:3:5: ', '10.0.0.2', { id: 'db-1', tags: ['database', 'prod'], expectOpen: [5432] }],
      ['assets.yaml:7:5: ', '10.0.1.0/28', { env: 'test' }],
    ]);
  });

  it.each(['ansible.ini', 'ansible.yaml'])(
    'reads %s: groups as tags, variables as labels, inner groups and hosts win',
    async (name) => {
      const hosts = read(name, await fixture(name)).map(([, text, labels]) => [text, labels]);
      expect(hosts).toEqual(ANSIBLE);
    },
  );

  it.each([
    ['hosts.txt', 'list'],
    ['assets.csv', 'csv'],
    ['semicolon.csv', 'csv'],
    ['assets.json', 'json'],
    ['assets.yaml', 'yaml'],
    ['ansible.ini', 'ini'],
    ['ansible.yaml', 'yaml'],
  ])('tells the format of %s without its extension', async (name) => {
    const text = await fixture(name);
    const known = readInventory(name, text).map(({ text: target, labels }) => ({ target, labels }));
    expect(readInventory('inventory', text).map(({ text: target, labels }) => ({ target, labels }))).toEqual(known);
  });

  it('tells NDJSON from JSON without an extension', () => {
    expect(read('inventory', '{"ip": "10.0.0.1"}\n{"ip": "10.0.0.2"}\n')).toHaveLength(2);
    expect(read('inventory', '{"hosts": ["10.0.0.1"]}')).toHaveLength(1);
  });

  it.each(['', '\n\n', '# nothing\n', '\ufeff'])('reads %j as an empty inventory', (text) => {
    for (const file of ['a', 'a.txt', 'a.csv', 'a.yaml', 'a.ini']) expect(readInventory(file, text)).toEqual([]);
  });

  it('ignores a byte order mark', () => {
    expect(read('a.txt', '\ufeff10.0.0.1').map(([, text]) => text)).toEqual(['10.0.0.1']);
    expect(read('a.csv', '\ufeffip\n10.0.0.1').map(([, text]) => text)).toEqual(['10.0.0.1']);
    expect(read('a.json', '\ufeff["10.0.0.1"]').map(([, text]) => text)).toEqual(['10.0.0.1']);
  });
});

describe('a wrong inventory', () => {
  it.each([
    [
      'a.csv',
      'machine,os\nx,y',
      'a.csv:1: the header names no target column - expected one of address, ip_address, target, ip, host, hostname, name',
    ],
    ['a.csv', 'ip,ownr\n10.0.0.1,x', 'a.csv:1: unknown key "ownr" - did you mean "owner"?'],
    ['a.csv', 'ip,id,ip\n', 'a.csv:1: column "ip" occurs twice'],
    [
      'a.csv',
      'ip,id\n10.0.0.1,a,,b,',
      'a.csv:2: 5 fields, but the header has 2 - quote fields that hold the delimiter',
    ],
    ['a.csv', 'ip,id\n10.0.0.1,a,b', 'a.csv:2: 3 fields, but the header has 2 - quote fields that hold the delimiter'],
    [
      'a.csv',
      'ip,id\n10.0.0.1,a\n,b',
      'a.csv:3: no target in this record (ip, id) - expected one of address, ip_address, target, ip, host, hostname, name',
    ],
    ['a.csv', 'ip,expect_open\n10.0.0.1,99999', 'a.csv:2: port 99999 is outside 1-65535'],
    ['a.csv', 'ip,id\n10.0.0.1,"a', 'a.csv:2: Quote Not Closed: the parsing is finished with an opening quote'],
    ['a.json', '{"hosts": [\n  {"ip": 7}\n]}', 'a.json:2:3: "ip" must be text'],
    [
      'a.json',
      '{"hosts": [\n  {"ip": "10.0.0.1", "tag": "x"}\n]}',
      'a.json:2:3: unknown key "tag" - did you mean "tags"?',
    ],
    [
      'a.json',
      '{"assets": []}',
      'a.json:1:1: no list of targets - expected a list of texts or objects, or one under "targets" or "hosts"',
    ],
    [
      'a.json',
      '[1]',
      'a.json:1:2: a target must be a text or an object - expected a list of texts or objects, or one under "targets" or "hosts"',
    ],
    ['a.yaml', 'targets:\n  - ip: 10.0.0.1\n    ip: 10.0.0.2', 'a.yaml:3:5: duplicate key "ip"'],
    ['a.yaml', '- ip: 10.0.0.1\n  id: [x]', 'a.yaml:1:3: "id" must be text'],
    [
      'a.yaml',
      'all:\n  host:\n    a:\n  vars: {}',
      'a.yaml:2:3: unknown key "host" in group "all" - a group has hosts, children, vars',
    ],
    ['a.yaml', 'web:\n  hosts: [a]', 'a.yaml:2:10: "hosts" must be a map'],
    ['a.ini', '[web\n10.0.0.1', 'a.ini:1:1: "[web" is no section - expected [group], [group:children] or [group:vars]'],
    ['a.json', '{"hosts": ["10.0.0.1"], "hosts": []}', 'a.json:1:25: duplicate key "hosts"'],
    [
      'a.ini',
      '[web:hosts]',
      'a.ini:1:1: "[web:hosts]" is no section - expected [group], [group:children] or [group:vars]',
    ],
    ['a.ini', '[web]\nweb1 ansible_host', 'a.ini:2:1: "ansible_host" is no variable - expected name=value'],
    ['a.ini', '[web]\n  web1 owner="x', 'a.ini:2:14: unbalanced quote'],
    [
      'a.ini',
      '[web]\nweb[10:01]',
      'a.ini:2:1: "[10:01]" in "web[10:01]" is no range of hosts - expected [01:10] or [a:f]',
    ],
    ['a.ini', '[web]\nweb[1:99999999]', 'a.ini:2:1: "web[1:99999999]" stands for more than 65536 hosts'],
    ['a.ini', '[web]\nw[1:9999][1:9999]', 'a.ini:2:1: "w[1:9999][1:9999]" stands for more than 65536 hosts'],
    [
      'a.ini',
      '[web]\nx ansible_host={{ip}}',
      'a.ini:2:1: ansible_host of "x" is a template, which is not evaluated - write the address',
    ],
    [
      'a.ini',
      '[web]\nx portreeve_ownr=me',
      'a.ini:2:1: unknown variable "portreeve_ownr" - did you mean "portreeve_owner"?',
    ],
    ['a.ini', '[a:children]\nb\n[b:children]\na\n[a]\nx', 'a.ini:6:1: group "a" contains itself'],
  ])('%s %j', async (file, text, line) => {
    expect(await lineOf(() => readInventory(file, text))).toBe(line);
  });

  // The words are those of V8 and differ between its versions; the place does not.
  it.each([
    ['a.json', '{"hosts":\n ["10.0.0.1" "10.0.0.2"]}', /^a\.json:2:14: .*after array element$/],
    ['a.json', '{"hosts":\n ["10.0.0.1",]}', /^a\.json: Unexpected token/],
    ['a.json', '{"hosts":\n ["10.0.0.1"', /^a\.json:2:13: /],
    ['a.ndjson', '"10.0.0.1"\n{"ip": x}', /^a\.ndjson:2: Unexpected token/],
  ])('%s %j is no JSON', async (file, text, line) => {
    expect(await lineOf(() => readInventory(file, text))).toMatch(line);
  });

  it('shows hostile labels escaped and cut', () => {
    const [entry] = readInventory('a.csv', `ip,owner,tags\n10.0.0.1,\u001b[31m${'x'.repeat(5000)},a\u202eb`);
    expect(entry?.labels.owner).toMatch(/^\\x1b\[31mx+…$/);
    expect(entry?.labels.owner).toHaveLength(256);
    expect(entry?.labels.tags).toEqual(['a\\u{202e}b']);
  });

  it('throws nothing but user errors, whatever the text, in bounded time', async () => {
    const words = fc.constantFrom(...WORDS);
    const extension = fc.constantFrom('', '.txt', '.csv', '.json', '.ndjson', '.yaml', '.ini');
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 40 }), extension, async (parts, suffix) => {
        const line = await lineOf(() => {
          readInventory(`inventory${suffix}`, parts.join(''));
          throw new UsageError('fine');
        });
        expect(line).toMatch(/^inventory|^fine$/);
        expect(line.length).toBeLessThan(1200);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['a.ini', `[web]\nx owner=${'"'.repeat(200_001)}`],
    ['a.ini', `[web]\nx ${'\\'.repeat(200_001)}`],
    ['a.ini', `[web]\n${'[1:1]'.repeat(2000)}`],
    ['a.txt', '#'.repeat(1e6)],
    ['a.txt', `${' '.repeat(1e5)}x`.repeat(3)],
    ['a.csv', `ip,${'"'.repeat(1e5)}`],
    ['a.json', '['.repeat(1e6)],
    ['a.yaml', '['.repeat(1e5)],
  ])('costs no more than its length: %s', async (file, text) => {
    const start = performance.now();
    await lineOf(() => {
      readInventory(file, text);
      throw new UsageError('fine');
    });
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
