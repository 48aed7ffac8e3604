import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRange } from '../../src/model/address.ts';
import { loadTargets } from '../../src/targets/load-targets.ts';
import { fakeSources, fixture, load, request } from './fake-sources.ts';
import { lineOf } from './user-error.ts';

const NAMES = {
  'db.example.org': ['10.0.0.7', 'fd00::7'],
  'web.example.org': ['10.0.0.7'],
  'public.example.org': ['203.0.113.9'],
};

describe('loadTargets', () => {
  it('plans every address once however often it is named', async () => {
    const { plan, targets } = await load(['10.0.0.0/30', '10.0.0.2-10.0.0.5', '10.0.0.3', '10.0.0.3'], {
      ports: '22,80',
    });
    expect(plan.ranges.map(formatRange)).toEqual(['10.0.0.0-10.0.0.5']);
    expect(plan.size).toBe(12);
    expect(targets.map(({ text, addresses }) => [text, addresses])).toEqual([
      ['10.0.0.0/30', 4],
      ['10.0.0.2-10.0.0.5', 4],
      ['10.0.0.3', 1],
      ['10.0.0.3', 1],
    ]);
  });

  it('resolves names to every address and keeps all names of an address', async () => {
    const { plan } = await load(['DB.example.org.', 'web.example.org'], {}, { names: NAMES });
    expect(plan.ranges.map(formatRange)).toEqual(['10.0.0.7', 'fd00::7']);
    expect(plan.identityOf('10.0.0.7').names).toEqual(['db.example.org', 'web.example.org']);
    expect(plan.identityOf('fd00::7').names).toEqual(['db.example.org']);
  });

  it('asks for each name once', async () => {
    const asked: string[] = [];
    const sources = { ...fakeSources(), resolve: (name: string) => Promise.resolve([`10.0.0.${asked.push(name)}`]) };
    await loadTargets(request(['a.example', 'b.example', 'a.example', 'A.EXAMPLE']), sources);
    expect(asked).toEqual(['a.example', 'b.example']);
  });

  it('reads files and standard input and gives them back for their digests', async () => {
    const files = { 'assets.csv': 'ip,env\n10.0.0.1,prod\n', 'never.txt': '10.0.0.3 # fragile\n' };
    const { plan, inputs } = await load(
      ['assets.csv', '-'],
      { excludeFiles: ['never.txt'] },
      { files, stdin: '10.0.0.2\n10.0.0.3\n' },
    );
    expect(plan.hosts).toBe(2);
    expect(plan.identityOf('10.0.0.1').labels).toEqual({ env: 'prod' });
    expect(inputs.map(({ kind, path }) => [kind, path])).toEqual([
      ['targets', 'assets.csv'],
      ['targets', '-'],
      ['exclude', 'never.txt'],
    ]);
  });

  it('merges labels of overlapping targets: the smaller range wins label by label, tags are united', async () => {
    const csv = [
      'ip,zone,env,owner,tags',
      '10.0.0.0/8,internal,prod,IT,all',
      '10.0.0.5,dmz,,,web',
      '10.0.0.0/24,,test,,lab',
      '10.0.0.5,,,Ada,',
    ].join('\n');
    const { plan } = await load(['a.csv'], {}, { files: { 'a.csv': csv } });
    expect(plan.identityOf('10.0.0.5').labels).toEqual({
      zone: 'dmz',
      env: 'test',
      owner: 'Ada',
      tags: ['all', 'lab', 'web'],
    });
    expect(plan.identityOf('10.0.0.6').labels).toEqual({
      zone: 'internal',
      env: 'test',
      owner: 'IT',
      tags: ['all', 'lab'],
    });
    expect(plan.identityOf('10.9.0.0').labels).toEqual({ zone: 'internal', env: 'prod', owner: 'IT', tags: ['all'] });
    expect(plan.identityOf('192.168.0.1').labels).toEqual({});
  });

  it('builds from many labelled targets inside a labelled range and still answers fast', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255},h${index}`,
    );
    const { plan } = await load(['a.csv'], {}, { files: { 'a.csv': `ip,id\n10.0.0.0/8,net\n${lines.join('\n')}` } });
    const start = performance.now();
    for (let index = 0; index < 5000; index++) expect(plan.identityOf(plan.hostAt(index)).labels.id).toBe(`h${index}`);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('exclusions', () => {
  it('take away what they name and say how much that was', async () => {
    const { plan, exclusions, warnings, excluded } = await load(
      ['10.0.0.0/24'],
      { exclude: ['10.0.0.128/25', 'db.example.org', '10.1.0.0/16'], excludeFiles: ['never.txt'] },
      { names: NAMES, files: { 'never.txt': '# fragile\n10.0.0.1,2\n' } },
    );
    expect(plan.hosts).toBe(256 - 128 - 1 - 2);
    expect(exclusions).toEqual([
      { text: '10.0.0.128/25', why: '--exclude', addresses: 128 },
      { text: 'db.example.org', why: '--exclude', addresses: 1 },
      { text: '10.1.0.0/16', why: '--exclude', addresses: 0 },
      { text: '10.0.0.1,2', why: 'never.txt:2:1', addresses: 2 },
    ]);
    expect(warnings).toEqual(['exclusion 10.1.0.0/16 (--exclude) matches none of the targets']);
    expect(excluded.map(formatRange)).toEqual([
      '10.0.0.1-10.0.0.2',
      '10.0.0.7',
      '10.0.0.128-10.0.0.255',
      '10.1.0.0-10.1.255.255',
      'fd00::7',
    ]);
  });

  it('never leave an excluded address in the plan and never take another one away', async () => {
    const octet = fc.nat({ max: 30 });
    const span = fc.tuple(octet, octet).map(([a, b]): readonly [number, number] => [Math.min(a, b), Math.max(a, b)]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(span, { minLength: 1, maxLength: 5 }),
        fc.array(span, { maxLength: 5 }),
        async (spans, holes) => {
          const within = (list: readonly (readonly [number, number])[], value: number): boolean =>
            list.some(([first, last]) => first <= value && value <= last);
          const text = ([first, last]: readonly [number, number]): string => `10.0.0.${first}-10.0.0.${last}`;
          const left = Array.from({ length: 31 }, (_, value) => value).filter(
            (value) => within(spans, value) && !within(holes, value),
          );
          fc.pre(left.length > 0);
          const { plan } = await load(spans.map(text), { exclude: holes.map(text) });
          const planned = Array.from({ length: plan.hosts }, (_, host) => plan.hostAt(host));
          expect(planned).toEqual(left.map((value) => `10.0.0.${value}`));
        },
      ),
    );
  });

  it.each([
    [['10.0.0.1'], { exclude: ['10.0.0.0/24'] }, 'every target is excluded, nothing is left to probe'],
    [
      ['10.0.0.1'],
      { exclude: ['nope.example'] },
      '--exclude: host name nope.example does not resolve - check the spelling, or give its address',
    ],
    [['10.0.0.1'], { excludeFiles: ['gone.txt'] }, '--exclude-file: no such file: gone.txt'],
  ])('of %j by %j is refused', async (targets, rest, line) => {
    expect(await lineOf(() => load(targets, rest))).toBe(line);
  });
});

describe('inputs that name nothing', () => {
  const files = { 'web.csv': 'ip,id\n', 'never.txt': '# none yet\n' };

  it('are warned of beside others that do', async () => {
    const { warnings, inputs } = await load(['10.0.0.1', 'web.csv', '-'], { excludeFiles: ['never.txt'] }, { files });
    expect(warnings).toEqual([
      'web.csv names no targets',
      'standard input names no targets',
      'never.txt names no exclusions',
    ]);
    expect(inputs).toHaveLength(3);
  });

  it('are named when nothing else names a target', async () => {
    expect(await lineOf(() => load(['web.csv'], {}, { files }))).toBe(
      'web.csv names no targets - name addresses, ranges, host names or inventory files',
    );
  });
});

describe('refused targets', () => {
  it.each([
    [[], 'no targets - name addresses, ranges, host names or inventory files'],
    [['224.0.0.1'], 'command line: 224.0.0.1 is multicast (RFC 5771) - it cannot be a target'],
    [['255.255.255.255'], 'command line: 255.255.255.255 is the broadcast address (RFC 919) - it cannot be a target'],
    [['240.0.0.0/24'], 'command line: 240.0.0.0/24 includes reserved (RFC 1112) - leave out 240.0.0.0/4'],
    [['0.0.0.0'], 'command line: 0.0.0.0 is "this network" (RFC 791) - it cannot be a target'],
    [['0.0.0.0/0'], 'command line: 0.0.0.0/0 includes "this network" (RFC 791) - leave out 0.0.0.0/8'],
    [['::'], 'command line: :: is the unspecified address (RFC 4291) - it cannot be a target'],
    [['ff02::1'], 'command line: ff02::1 is multicast (RFC 4291) - it cannot be a target'],
    [
      ['fd00::/64'],
      'command line: fd00::/64 is wider than an IPv6 /112 and cannot be swept - list the addresses in use, or give host names with AAAA records',
    ],
    [
      ['nope.example'],
      'command line: host name nope.example does not resolve - check the spelling, or give its address',
    ],
    [['hosts.txt'], 'command line: no such file: hosts.txt - expected an inventory file or a target'],
    [['./web'], 'command line: no such file: ./web - expected an inventory file or a target'],
    [['lists/web'], 'command line: no such file: lists/web - expected an inventory file or a target'],
    [
      ['10.0.0.0/33'],
      'command line: "10.0.0.0/33" is no CIDR - expected an address and a prefix length of 0 to 32 (IPv4) or 0 to 128 (IPv6)',
    ],
  ])('%j', async (targets, line) => {
    expect(await lineOf(() => load(targets))).toBe(line);
  });

  it('are told with file and line', async () => {
    const files = { 'a.txt': '10.0.0.1\nnope.example\n', 'b.txt': '10.0.0.1\n\n  10.0.0.300\n', 'c.txt': '224.0.0.1' };
    expect(await lineOf(() => load(['a.txt'], {}, { files }))).toBe(
      'a.txt:2:1: host name nope.example does not resolve - check the spelling, or give its address',
    );
    expect(await lineOf(() => load(['b.txt'], {}, { files }))).toBe(
      'b.txt:3:3: "10.0.0.300" is no IPv4 address - expected four numbers from 0 to 255 without leading zeros',
    );
    expect(await lineOf(() => load(['c.txt'], {}, { files }))).toBe(
      'c.txt:1:1: 224.0.0.1 is multicast (RFC 5771) - it cannot be a target',
    );
  });

  it('are told before any name is resolved', async () => {
    let asked = 0;
    const resolve = (): Promise<readonly string[]> => Promise.resolve([`10.0.0.${++asked}`]);
    await lineOf(() => loadTargets(request(['a.example', '10.0.0.300']), { ...fakeSources(), resolve }));
    expect(asked).toBe(0);
  });

  it('include names that resolve to what cannot be probed', async () => {
    const names = { 'a.example': ['0.0.0.0'], 'b.example': ['fe80::1%eth0'] };
    expect(await lineOf(() => load(['a.example'], {}, { names }))).toContain('a.example is "this network"');
    expect(await lineOf(() => load(['b.example'], {}, { names }))).toContain(
      'b.example resolves to fe80::1%eth0, which cannot be probed',
    );
  });

  it('tell a resolver that fails from a name that does not exist', async () => {
    const failure = Object.assign(new Error('try again'), { code: 'EAI_AGAIN' });
    const sources = { ...fakeSources(), resolve: () => Promise.reject(failure) };
    expect(await lineOf(() => loadTargets(request(['a.example']), sources))).toContain(
      'could not be resolved (EAI_AGAIN)',
    );
    const broken = { ...fakeSources(), resolve: () => Promise.reject(new TypeError('a bug')) };
    await expect(loadTargets(request(['a.example']), broken)).rejects.toThrow(TypeError);
  });

  it('include files that are no text', async () => {
    expect(await lineOf(() => load(['a.txt'], {}, { files: { 'a.txt': '10.0.0.1\u0000' } }))).toBe(
      'a.txt: not a text file',
    );
  });

  it('include wrong ports', async () => {
    expect(await lineOf(() => load(['10.0.0.1'], { ports: '70000' }))).toBe('--ports: port 70000 is outside 1-65535');
  });
});

describe('authorization', () => {
  it.each(['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.0/16', '169.254.1.1', '::1', 'fe80::1', 'fd12::1'])(
    'is not needed for %s',
    async (target) => {
      const { authorization } = await load([target]);
      expect(authorization).toEqual({ by: null, ticket: null, validUntil: null, source: null });
    },
  );

  it.each(['8.8.8.8', '172.32.0.0', '100.64.0.1', '126.255.255.255', '2001:db8::1', '::2'])(
    'is needed for %s',
    async (target) => {
      expect(await lineOf(() => load([target]))).toBe(
        `command line: 1 address is outside the private ranges: ${target} - give --scope FILE or --authorized-by "who, ticket"`,
      );
    },
  );

  it('is needed for a name by what it resolves to', async () => {
    expect(await lineOf(() => load(['10.0.0.1', 'public.example.org'], {}, { names: NAMES }))).toBe(
      'command line: 1 address is outside the private ranges: 203.0.113.9 (public.example.org) - give --scope FILE or --authorized-by "who, ticket"',
    );
  });

  it('is not needed for what is excluded', async () => {
    const { plan } = await load(['10.0.0.1', 'public.example.org'], { exclude: ['203.0.113.0/24'] }, { names: NAMES });
    expect(plan.hosts).toBe(1);
  });

  it('by name allows exactly what is asked for', async () => {
    const { authorization, allowed } = await load(['203.0.113.8/31'], { authorizedBy: 'Ada Lovelace, SEC-42' });
    expect(authorization).toEqual({
      by: 'Ada Lovelace',
      ticket: 'SEC-42',
      validUntil: null,
      source: '--authorized-by',
    });
    expect(allowed.map(formatRange)).toEqual(['203.0.113.8-203.0.113.9']);
  });

  it.each(['', 'Ada', 'Ada,', ', SEC-42'])('by %j lacks something', async (authorizedBy) => {
    expect(await lineOf(() => load(['203.0.113.8'], { authorizedBy }))).toContain(
      'lacks the person or the ticket - write "who, ticket"',
    );
  });
});

describe('a scope file', () => {
  async function scoped(targets: readonly string[], rest: object = {}, today = '2026-12-31'): ReturnType<typeof load> {
    return load(
      targets,
      { scope: 'scope.yaml', ...rest },
      { files: { 'scope.yaml': await fixture('scope.yaml') }, today, names: NAMES },
    );
  }

  it('allows what it lists until its last day, without what it excludes', async () => {
    const loaded = await scoped(['10.0.0.64/29', 'public.example.org', '2001:db8::1']);
    expect(loaded.plan.hosts).toBe(9);
    expect(loaded.authorization).toEqual({
      by: 'Ada Lovelace',
      ticket: 'SEC-42',
      validUntil: '2026-12-31',
      source: 'scope.yaml',
    });
    expect(loaded.allowed.map(formatRange)).toEqual([
      '10.0.0.0-10.255.255.255',
      '203.0.113.0-203.0.113.255',
      '2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
    ]);
    expect(loaded.exclusions).toEqual([{ text: '10.0.0.66', why: 'scope.yaml:11:5', addresses: 1 }]);
    expect(loaded.excluded.map(formatRange)).toEqual(['10.0.0.66']);
    expect(loaded.inputs.map(({ kind, path }) => [kind, path])).toEqual([['scope', 'scope.yaml']]);
  });

  it('records --authorized-by, which does not widen it', async () => {
    const authorizedBy = 'Grace Hopper, SEC-43';
    const { authorization } = await scoped(['10.0.0.1'], { authorizedBy });
    expect(authorization).toMatchObject({
      by: 'Ada Lovelace; Grace Hopper',
      ticket: 'SEC-42; SEC-43',
      source: 'scope.yaml; --authorized-by',
    });
    expect(await lineOf(() => scoped(['192.0.2.1'], { authorizedBy }))).toContain(
      'outside the scope scope.yaml: 192.0.2.1',
    );
  });

  it('refuses even private addresses that it does not list', async () => {
    expect(await lineOf(() => scoped(['10.0.0.1', '192.168.0.0/30', '127.0.0.1']))).toBe(
      'command line: 5 addresses are outside the scope scope.yaml: 127.0.0.1, 192.168.0.0-192.168.0.3 - exclude them, or have the scope extended',
    );
  });

  it('refuses everything after its last day', async () => {
    expect(await lineOf(() => scoped(['10.0.0.1'], {}, '2027-01-01'))).toBe(
      'scope.yaml:5:14: scope expired: it was valid until 2026-12-31 - have Ada Lovelace extend it',
    );
  });

  it.each([
    [
      'ticket: SEC-42',
      'tickt: SEC-42',
      'scope.yaml:4:1: unknown key "tickt" in the top level - did you mean "ticket"?',
    ],
    [
      'valid_until: 2026-12-31',
      'valid_until: 2026-02-30',
      'scope.yaml:5:14: /valid_until must match format "date", not "2026-02-30"',
    ],
    ['kind: Scope', 'kind: scope', 'scope.yaml:2:7: /kind must be Scope, not "scope" - did you mean "Scope"?'],
    ['exclude:', 'excludes:', 'scope.yaml:10:1: unknown key "excludes" in the top level - did you mean "exclude"?'],
    [
      '- 10.0.0.0/8',
      '- db.example.org',
      'scope.yaml:7:5: "db.example.org" is no address, CIDR or range - a scope holds no host names',
    ],
    [
      '- 10.0.0.66',
      '- 10.0.0.9-10.0.0.1',
      'scope.yaml:11:5: range 10.0.0.9-10.0.0.1 runs backwards - write 10.0.0.1-10.0.0.9',
    ],
    ['- 10.0.0.0/8', '- 7', 'scope.yaml:7:5: /ranges/0 must be string, not 7'],
    ['kind: Scope', 'kind: Scope\nkind: Scope', 'scope.yaml:3:1: duplicate key "kind"'],
  ])('with %j as %j is refused', async (from, to, line) => {
    const text = (await fixture('scope.yaml')).replace(from, to);
    const files = { 'scope.yaml': text };
    expect(await lineOf(() => load(['10.0.0.1'], { scope: 'scope.yaml' }, { files }))).toBe(line);
  });

  it('must exist', async () => {
    expect(await lineOf(() => load(['10.0.0.1'], { scope: 'gone.yaml' }))).toBe('--scope: no such file: gone.yaml');
  });
});
