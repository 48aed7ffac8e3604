import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuleError } from '../../../src/model/errors.ts';
import { controlsOf } from '../../../src/policy/intent/intent-controls.ts';
import { zoneOfVantage } from '../../../src/policy/intent/intent-matrix.ts';
import { errorOf, matrixText, parseMatrix } from './matrix-text.ts';

describe('a matrix that loads', () => {
  const matrix = parseMatrix(
    matrixText({
      metadata:
        '{ id: p-1, title: Review, owner: me, approved_by: boss, approved: 2026-11-01, review_by: 2027-04-30, ticket: FW-1 }',
      zones: '{ internet: { vantages: [a, b, c], quorum: 2 }, office: { vantages: [d, e], rejects_with: rst } }',
      groups: '{ db: { targets: ["10.0.1.0/28", "2001:db8::1", "10.0.0.1 - 10.0.0.3"], tags_any: [db], env: prod } }',
      controls: '[{ zone: internet, target: "2001:db8::0:1", port: 443, expect: open }]',
      rows: [
        '{ from: office, to: db, ports: ["5432-5433", 80, 5433], expect: open, service: postgresql, auth: required, reason: apps, expires: 2027-01-31 }',
        '{ from: internet, to: db, transport: udp, ports: [53], expect: blocked }',
      ],
    }),
  );

  it('keeps who approved it until when', () => {
    expect(matrix).toMatchObject({
      file: 'own.yaml',
      id: 'p-1',
      title: 'Review',
      owner: 'me',
      approvedBy: 'boss',
      ticket: 'FW-1',
      approved: '2026-11-01',
      reviewBy: '2027-04-30',
    });
  });

  it('needs all vantages of a zone unless it says how many', () => {
    expect([...matrix.zones.values()]).toEqual([
      { name: 'internet', vantages: ['a', 'b', 'c'], quorum: 2, rejectsWith: [] },
      { name: 'office', vantages: ['d', 'e'], quorum: 2, rejectsWith: ['rst'] },
    ]);
  });

  it('reads addresses, CIDRs and ranges, and labels beside them', () => {
    const group = matrix.groups.get('db');
    expect(group?.labels).toEqual({ tags: ['db'], env: ['prod'] });
    expect(group?.ranges.map(({ family, first, last }) => [family, last - first])).toEqual([
      [4, 15n],
      [6, 0n],
      [4, 2n],
    ]);
  });

  it('cuts ports into spans that know how closely they are named', () => {
    expect(matrix.rows[0]).toMatchObject({
      index: 0,
      at: { file: 'own.yaml', line: 13 },
      ports: [
        { first: 80, last: 80, size: 1 },
        { first: 5432, last: 5432, size: 2 },
        { first: 5433, last: 5433, size: 1 },
      ],
      portsText: '5432-5433,80,5433',
      transport: 'tcp',
      expect: 'open',
      service: 'postgresql',
      auth: 'required',
      expires: '2027-01-31',
    });
    expect(matrix.rows[1]).toMatchObject({ transport: 'udp', service: null, auth: null, reason: null, expires: null });
  });

  it('has a default for every zone', () => {
    expect([...matrix.defaults.keys()]).toEqual(['internet', 'office']);
    expect(matrix.defaults.get('office')).toMatchObject({ index: 2, group: null, expect: 'not-open', portsText: '*' });
  });

  it('knows the zone and the controls of a vantage', () => {
    expect(zoneOfVantage(matrix, 'e')?.name).toBe('office');
    expect(zoneOfVantage(matrix, 'elsewhere')).toBeUndefined();
    expect(controlsOf(matrix, 'b')).toEqual([{ text: '[2001:db8::1]:443', address: '2001:db8::1', port: 443 }]);
    expect(controlsOf(matrix, 'd')).toEqual([]);
    expect(controlsOf(matrix, 'elsewhere')).toEqual([]);
  });
});

const ROW = '{ from: internet, to: web, ports: [80], expect: open }';

describe('a matrix that does not load: where, what and what to do', () => {
  it.each([
    ['top level', matrixText().replace('groups:', 'grops:'), /^grops/, 'unknown key "grops"', 'did you mean "groups"?'],
    ['kind', matrixText().replace('IntentMatrix', 'IntentMatrx'), /^IntentMatrx/, '"IntentMatrx"', '"IntentMatrix"?'],
    [
      'metadata key',
      matrixText({ metadata: '{ id: a, title: b, ownr: c }' }),
      /^ownr/,
      'unknown key "ownr"',
      '"owner"',
    ],
    ['metadata missing', matrixText({ metadata: '{ id: a, title: b }' }), /^\{ id/, 'lacks the key "owner"', undefined],
    [
      'no day of the calendar',
      matrixText({ metadata: '{ id: a, title: b, owner: c, review_by: 2027-02-29 }' }),
      /^2027-02-29/,
      'must be a day of the calendar as YYYY-MM-DD, not "2027-02-29"',
      undefined,
    ],
    [
      'a date of another kind',
      matrixText({ metadata: '{ id: a, title: b, owner: c, approved: 30.4.2027 }' }),
      /^30.4/,
      'must be a day of the calendar',
      undefined,
    ],
    [
      'review before approval',
      matrixText({ metadata: '{ id: a, title: b, owner: c, approved: 2027-04-30, review_by: 2026-11-01 }' }),
      /^2026-11-01/,
      'review_by 2026-11-01 is before the day of approval',
      'mixed up',
    ],
    [
      'zone key',
      matrixText({ zones: '{ internet: { vantges: [a] } }' }),
      /^vantges/,
      'unknown key "vantges"',
      'did you mean "vantages"?',
    ],
    [
      'zone name',
      matrixText({ zones: '{ Internet: { vantages: [a] } }' }),
      /^Internet/,
      'must match pattern',
      undefined,
    ],
    [
      'quorum',
      matrixText({ zones: '{ internet: { vantages: [a, b], quorum: 3 } }' }),
      /^3 /,
      'the quorum 3 is above the number of vantages, 2',
      'nothing could ever be found',
    ],
    [
      'vantage in two zones',
      matrixText({ zones: '{ internet: { vantages: [a] }, office: { vantages: [b, a] } }' }),
      /^a\] \} \}$/,
      'the vantage a is in the zone internet already',
      'one zone',
    ],
    [
      'vantage twice',
      matrixText({ zones: '{ internet: { vantages: [a, a] } }' }),
      /^a\]/,
      'the vantage a is in the zone internet twice',
      undefined,
    ],
    [
      'rejects_with',
      matrixText({ zones: '{ internet: { vantages: [a], rejects_with: rts } }' }),
      /^rts/,
      'must be one of rst, icmp, not "rts"',
      'did you mean "rst"?',
    ],
    [
      'group key',
      matrixText({ groups: '{ web: { tag_any: [web] } }' }),
      /^tag_any/,
      'unknown key "tag_any"',
      'did you mean "tags_any"?',
    ],
    ['empty group', matrixText({ groups: '{ web: {} }' }), /^\{\}/, 'fewer than 1', undefined],
    [
      'host name as target',
      matrixText({ groups: '{ web: { targets: [10.0.0.1, www.example.org] } }' }),
      /^www/,
      '"www.example.org" is no address, CIDR or range',
      'no host names',
    ],
    [
      'backward target',
      matrixText({ groups: '{ web: { targets: [10.0.0.9-10.0.0.1] } }' }),
      /^10.0.0.9-10/,
      'runs backwards',
      'write 10.0.0.1-10.0.0.9',
    ],
    [
      'mixed target',
      matrixText({ groups: '{ web: { targets: ["10.0.0.9-::1"] } }' }),
      /^"10.0.0.9-::1"/,
      'mixes IPv4 and IPv6',
      undefined,
    ],
    [
      'CIDR',
      matrixText({ groups: '{ web: { targets: [10.0.0.0/33] } }' }),
      /^10.0.0.0\/33/,
      '"10.0.0.0/33" is no address',
      undefined,
    ],
    [
      'control key',
      matrixText({ controls: '[{ zone: internet, target: 10.0.0.1, prt: 443 }]' }),
      /^prt/,
      'unknown key "prt"',
      'did you mean "port"?',
    ],
    [
      'control zone',
      matrixText({ controls: '[{ zone: internt, target: 10.0.0.1, port: 443 }]' }),
      /^internt/,
      'unknown zone "internt"',
      'did you mean "internet"?',
    ],
    [
      'control target',
      matrixText({ controls: '[{ zone: office, target: 10.0.0.0/24, port: 443 }]' }),
      /^10.0.0.0\/24/,
      '"10.0.0.0/24" is no address',
      'one address and one port',
    ],
    [
      'control that is not to be open',
      matrixText({ controls: '[{ zone: office, target: 10.0.0.1, port: 443, expect: closed }]' }),
      /^closed/,
      'must be open, not "closed"',
      undefined,
    ],
    [
      'default',
      matrixText({ fallback: '{ expect: notopen }' }),
      /^notopen/,
      'not "notopen"',
      'did you mean "not-open"?',
    ],
    [
      'default scope',
      matrixText({ fallback: '{ expect: open, scope: all-ports }' }),
      /^all-ports/,
      'must be audited-ports',
      undefined,
    ],
    ['row key', matrixText({ rows: [ROW.replace('ports', 'port')] }), /^port:/, 'unknown key "port"', '"ports"'],
    ['zone', matrixText({ rows: [ROW.replace('internet', 'interent')] }), /^interent/, '"interent"', '"internet"'],
    ['group', matrixText({ rows: [ROW.replace('web', 'wbe')] }), /^wbe/, 'unknown group "wbe"', '"web"'],
    [
      'a group like no other',
      matrixText({ rows: [ROW.replace('web', 'mainframe')] }),
      /^mainframe/,
      'unknown group "mainframe"',
      'there are web, db, jump, tagged',
    ],
    ['expect', matrixText({ rows: [ROW.replace('open', 'opn')] }), /^opn/, 'not "opn"', 'did you mean "open"?'],
    ['port', matrixText({ rows: [ROW.replace('80', '70000')] }), /^70000/, '70000', undefined],
    [
      'port 0 in a range',
      matrixText({ rows: [ROW.replace('80', '"0-80"')] }),
      /^"0-80"/,
      'port 0 is outside',
      undefined,
    ],
    ['backward ports', matrixText({ rows: [ROW.replace('80', '"90-80"')] }), /^"90-80"/, 'runs backwards', '"80-90"'],
    ['no ports', matrixText({ rows: [ROW.replace('80', '')] }), /^\[\]/, 'fewer than 1', undefined],
    ['ports by name', matrixText({ rows: [ROW.replace('80', 'https')] }), /^https/, 'pattern', undefined],
    [
      'transport',
      matrixText({ rows: [ROW.replace('expect', 'transport: sctp, expect')] }),
      /^sctp/,
      'must be one of tcp, udp, not "sctp"',
      undefined,
    ],
    [
      'service',
      matrixText({ rows: [ROW.replace(' }', ', service: postgres }')] }),
      /^postgres /,
      'unknown service "postgres"',
      'did you mean "postgresql"?',
    ],
    [
      'auth',
      matrixText({ rows: [ROW.replace(' }', ', auth: require }')] }),
      /^require /,
      'must be one of required, none',
      'did you mean "required"?',
    ],
    [
      'service of what is not open',
      matrixText({ rows: [ROW.replace('open', 'blocked, service: ssh')] }),
      /^service:/,
      'service says what must answer on an open port, but this row expects blocked',
      'leave out',
    ],
    [
      'reason to do',
      matrixText({ rows: [ROW.replace(' }', ', reason: TODO }')] }),
      /^TODO/,
      '/matrix/0/reason is still to do: fill it in, not "TODO"',
      undefined,
    ],
    [
      'reason to do, in words',
      matrixText({ rows: [ROW.replace(' }', ', reason: "todo: ask Kim" }')] }),
      /^"todo/,
      'is still to do: fill it in',
      undefined,
    ],
    [
      'day of a row',
      matrixText({ rows: [ROW.replace(' }', ', expires: 2026-13-01 }')] }),
      /^2026-13/,
      'must be a day of the calendar',
      undefined,
    ],
    ['YAML', matrixText().replace('matrix:', 'matrix: {'), /^- /, '', undefined],
  ])('%s', (_, text, place, message, hint) => {
    const error = errorOf(text);
    const { file, line = 0, column = 0 } = error.at ?? { file: '' };
    expect(file).toBe('own.yaml');
    expect(text.split('\n')[line - 1]?.slice(column - 1)).toMatch(place);
    expect(error.message).toContain(message);
    expect(error.hint ?? '').toContain(hint ?? '');
    expect(error.line).toMatch(/^own\.yaml:\d+:\d+: /);
  });

  it('tells every mistake, not the first alone', () => {
    const { problems } = errorOf(matrixText({ rows: [ROW.replace('web', 'wbe'), ROW.replace('80', '"9-8"')] }));
    expect(problems.map(({ at }) => at.line)).toEqual([13, 14]);
  });

  it('says which two rows contradict each other, and where', () => {
    const error = errorOf(matrixText({ rows: [ROW, ROW.replace('80', '"80-80", 90').replace('open', 'blocked')] }));
    expect(error.line).toBe(
      'own.yaml:14:5: this row and own.yaml:13 contradict each other: from internet on port 80/tcp, blocked against open, ' +
        'neither names fewer addresses or ports - make them agree, or name the exception more closely than the rule',
    );
  });

  it('refuses a row that forbids a control, and no other', () => {
    const controls = '[{ zone: internet, target: 10.0.0.5, port: 443 }]';
    const withRow = (row: string): string => matrixText({ controls, rows: [row] });
    const forbids = '{ from: internet, to: jump, ports: ["80-90", 443], expect: not-open }';
    expect(errorOf(withRow(forbids)).line).toBe(
      'own.yaml:13:5: this row expects not-open where the control 10.0.0.5:443 in own.yaml:9 must be open from internet - ' +
        'choose a control that is meant to be open',
    );
    for (const [from, to] of [
      ['not-open', 'open'],
      ['internet', 'office'],
      ['443', '"400-500"'],
      ['443', '444'],
      ['jump', 'web'],
      ['expect', 'transport: udp, expect'],
    ] as const) {
      expect(parseMatrix(withRow(forbids.replace(from, to))).controls).toHaveLength(1);
    }
  });

  it('reads TODO inside a sentence as a word', () => {
    const text = matrixText({ rows: [ROW.replace(' }', ', reason: the TODO list of the team }')] });
    expect(parseMatrix(text).rows[0]?.reason).toBe('the TODO list of the team');
  });
});

it('reads the matrix of the manual', () => {
  const [, yaml = ''] =
    /```yaml\n(apiVersion: portreeve\/v1\nkind: IntentMatrix\n[^`]+)```/.exec(
      readFileSync(new URL('../../../docs/intent.md', import.meta.url), 'utf8'),
    ) ?? [];
  const matrix = parseMatrix(yaml, 'docs/intent.md');
  expect(matrix.rows.length).toBeGreaterThan(3);
  expect(matrix.controls.length).toBeGreaterThan(0);
});

describe('whatever the text', () => {
  it('throws nothing but errors that name the file', () => {
    const whole = matrixText({ controls: '[{ zone: office, target: 10.0.0.1, port: 443 }]' });
    const edit = fc.tuple(
      fc.nat(whole.length),
      fc.nat(12),
      fc.constantFrom(
        '',
        '{',
        '[',
        '"',
        ': ',
        '-',
        '0',
        '1.2.3',
        'web',
        '~',
        '\n',
        '&a ',
        '*a',
        '99999999999',
        '\u202e',
        '/',
      ),
    );
    const seen = { refused: 0, accepted: 0 };
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const text = edits.reduce((old, [at, cut, put]) => old.slice(0, at) + put + old.slice(at + cut), whole);
        const fate = fateOf(text);
        seen[fate === undefined ? 'accepted' : 'refused']++;
        expect(fate?.at?.file ?? 'own.yaml').toBe('own.yaml');
        expect(fate?.line ?? '').toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.refused, seen.accepted)).toBeGreaterThan(10);
  });

  it('refuses groups without end that overlap, and does not hang', () => {
    const names = Array.from({ length: 1500 }, (_, number) => `g${number}`);
    const groups = `{ ${names.map((name) => `${name}: { targets: [10.0.0.0/8] }`).join(', ')} }`;
    const rows = names.map((name) => `{ from: internet, to: ${name}, ports: ["1-65535"], expect: open }`);
    expect(fateOf(matrixText({ groups, rows }))?.line).toBe(
      'own.yaml: too many groups overlap - name each range in one group',
    );
    const nested = Array.from({ length: 3300 }, (_, at) => `10.0.0.0-10.0.${at >> 8}.${at & 255}`).map((text) =>
      JSON.stringify(text),
    );
    expect(fateOf(matrixText({ groups: `{ web: { targets: [${nested.join(', ')}] } }` }))?.line).toBe(
      'own.yaml: too many ranges overlap - name each range in one group',
    );
  });
});

function fateOf(text: string): RuleError | undefined {
  try {
    parseMatrix(text);
    return undefined;
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
}
