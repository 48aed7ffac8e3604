import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InternalError, RuleError } from '../../../src/model/errors.ts';
import type { Labels } from '../../../src/model/target.ts';
import type { IntentIndex } from '../../../src/policy/intent/intent-index.ts';
import { createIntentIndex } from '../../../src/policy/intent/intent-index.ts';
import type { IntentRow } from '../../../src/policy/intent/intent-matrix.ts';
import { compareSpecificity } from '../../../src/policy/intent/specificity.ts';
import { errorOf, matrixText, parseMatrix } from './matrix-text.ts';
import type { MatrixParts } from './matrix-text.ts';
import { cells, contradicts, HOSTS, smallMatrix, speaking, textOf } from './universe.ts';

function indexOf(parts: MatrixParts): IntentIndex {
  return createIntentIndex(parseMatrix(matrixText(parts)));
}

interface Asked {
  readonly zone?: string;
  readonly labels?: Labels;
  readonly transport?: 'tcp' | 'udp';
}

function rowOf(index: IntentIndex, address: string, port: number, asked: Asked = {}): IntentRow {
  return index.rowFor({ zone: 'internet', labels: {}, transport: 'tcp', ...asked, address, port });
}

function row(to: string, ports: string, expected: string, rest = ''): string {
  return `{ from: internet, to: ${to}, ports: [${ports}], expect: ${expected}${rest} }`;
}

describe('the row that speaks of an endpoint', () => {
  const index = indexOf({
    groups:
      '{ all: { targets: [10.0.0.0/8, "2001:db8::/32"] }, net: { targets: [10.0.0.0/24] }, one: { targets: [10.0.0.5, "2001:db8::5"] }, tagged: { tags_any: [db, cache] }, prod: { env: prod, owner: [ops, dev] }, named: { ids: [x-1] } }',
    rows: [
      row('all', '"1-65535"', 'closed'),
      row('all', '22', 'blocked'),
      row('net', '"1-100"', 'not-open'),
      row('net', '"20-30"', 'closed'),
      row('one', '"1-1000"', 'open'),
      row('one', '22', 'blocked'),
      row('tagged', '22, 6379', 'open'),
      row('prod', '5432', 'open'),
      row('named', '7000', 'open'),
      row('net', '53', 'open', ', transport: udp'),
    ],
  });

  it.each([
    ['one host before a range', '10.0.0.5', 80, 4],
    ['one port before a range', '10.0.0.5', 22, 5],
    ['a smaller range of addresses', '10.0.0.6', 80, 2],
    ['a smaller range of ports', '10.0.0.6', 25, 3],
    ['the address before the port', '10.0.0.6', 22, 3],
    ['a wider range elsewhere', '10.1.0.6', 80, 0],
    ['one port there', '10.1.0.6', 22, 1],
    ['behind a smaller range', '10.0.0.6', 101, 0],
    ['IPv6 by range', '2001:db8::6', 80, 0],
    ['IPv6 by host', '2001:db8::5', 80, 4],
    ['IPv6 in another spelling', '2001:0db8:0::0005', 80, 4],
    ['the default', '192.0.2.1', 80, 10],
    ['what is no address', 'nowhere', 80, 10],
  ])('%s', (_, address, port, expected) => {
    expect(rowOf(index, address, port).index).toBe(expected);
  });

  it.each<[string, Labels, number, number]>([
    ['a tag', { tags: ['web', 'cache'] }, 6379, 6],
    ['no such tag', { tags: ['web'] }, 6379, 10],
    ['an id', { id: 'x-1' }, 7000, 8],
    ['all of several labels', { env: 'prod', owner: 'dev' }, 5432, 7],
    ['not one of several labels', { env: 'prod' }, 5432, 10],
    ['no labels at all', {}, 5432, 10],
  ])('by labels: %s', (_, labels, port, expected) => {
    expect(rowOf(index, '192.0.2.1', port, { labels }).index).toBe(expected);
  });

  it('prefers any range to labels', () => {
    expect(rowOf(index, '10.1.0.6', 6379, { labels: { tags: ['db'] } }).index).toBe(0);
  });

  it('keeps transports and zones apart', () => {
    expect(rowOf(index, '10.0.0.6', 53, { transport: 'udp' }).index).toBe(9);
    expect(rowOf(index, '10.0.0.6', 54, { transport: 'udp' })).toMatchObject({ index: 10, zone: { name: 'internet' } });
    expect(rowOf(index, '10.0.0.6', 25, { zone: 'office' })).toMatchObject({ index: 10, zone: { name: 'office' } });
    expect(() => rowOf(index, '10.0.0.6', 25, { zone: 'moon' })).toThrow(InternalError);
  });

  it('expects controls open, whatever wider rows say', () => {
    const some = indexOf({
      groups: '{ net: { targets: [10.0.0.0/24] }, one: { targets: [10.0.0.6] } }',
      controls: '[{ zone: internet, target: 10.0.0.5, port: 443 }, { zone: internet, target: 10.0.0.6, port: 443 }]',
      rows: [row('net', '"1-1000"', 'blocked'), row('one', '443', 'open', ', service: http')],
    });
    expect(rowOf(some, '10.0.0.5', 443)).toMatchObject({ index: 3, group: null, expect: 'open', at: { line: 9 } });
    expect(rowOf(some, '10.0.0.6', 443)).toMatchObject({ index: 1, service: 'http' });
    expect(rowOf(some, '10.0.0.5', 443, { transport: 'udp' }).index).toBe(2);
    expect(rowOf(some, '10.0.0.5', 443, { zone: 'office' }).index).toBe(2);
    expect(rowOf(some, '10.0.0.5', 444).index).toBe(0);
    expect(rowOf(some, '10.0.0.7', 443).index).toBe(0);
  });

  it('gives all rows of a host at once', () => {
    const spans = index.rowsFor({ zone: 'internet', address: '10.0.0.5', labels: {}, transport: 'tcp' });
    expect(spans.map(({ first, last, row: { index: number } }) => [first, last, number])).toEqual([
      [1, 19, 4],
      [20, 21, 4],
      [22, 22, 5],
      [23, 30, 4],
      [31, 100, 4],
      [101, 1000, 4],
      [1001, 65_535, 0],
    ]);
  });

  it('names the row that is approved for longest where several ask for the same', () => {
    const rows = [
      row('web', '80', 'open', ', reason: a, expires: 2027-01-01'),
      row('web', '80', 'open', ', reason: c'),
      row('web', '80', 'open', ', reason: b, expires: 2028-01-01'),
    ];
    for (const order of [rows, rows.toReversed()])
      expect(rowOf(indexOf({ rows: order }), '10.0.0.1', 80).reason).toBe('c');
    for (const order of [rows.toSpliced(1, 1), rows.toSpliced(1, 1).toReversed()])
      expect(rowOf(indexOf({ rows: order }), '10.0.0.1', 80).reason).toBe('b');
  });
});

describe('rows that meet by labels and disagree', () => {
  const index = indexOf({
    groups: '{ db: { tags_any: [db] }, old: { ids: [x-1] } }',
    rows: [row('db', '5432, 80', 'open'), row('old', '"5432-5432"', 'blocked')],
  });

  it('are an error where a host has both, naming both rows and the endpoint', () => {
    const labels = { id: 'x-1', tags: ['db'] };
    const ask = (): unknown => rowOf(index, '10.0.0.1', 5432, { labels });
    expect(ask).toThrow(RuleError);
    expect(ask).toThrow(
      'this row and own.yaml:14 name 10.0.0.1 port 5432/tcp from internet equally closely by its labels, and disagree',
    );
    expect(rowOf(index, '10.0.0.1', 80, { labels }).index).toBe(0);
    expect(rowOf(index, '10.0.0.1', 5432, { labels: { tags: ['db'] } }).index).toBe(0);
  });

  it('are found at load where they are of one group', () => {
    const text = matrixText({ rows: [row('tagged', '80', 'open'), row('tagged', '80', 'blocked')] });
    expect(errorOf(text).at?.line).toBe(14);
  });

  it('disagree on what must answer, too', () => {
    const text = matrixText({ rows: [row('db', '80', 'open, service: ssh'), row('db', '80', 'open, service: http')] });
    expect(errorOf(text).message).toContain('open http against open ssh');
  });
});

function fateOf(text: string): 'refused' | 'accepted' {
  try {
    parseMatrix(text);
    return 'accepted';
  } catch (error) {
    if (error instanceof RuleError && error.message.includes('contradict each other')) return 'refused';
    throw error;
  }
}

describe('over small universes', () => {
  it('refuses a matrix exactly where two rows name an endpoint equally closely and disagree', () => {
    const seen = { refused: 0, accepted: 0 };
    fc.assert(
      fc.property(smallMatrix, (matrix) => {
        const expected = contradicts(matrix) ? 'refused' : 'accepted';
        seen[expected]++;
        expect(fateOf(textOf(matrix))).toBe(expected);
      }),
      { numRuns: 400 },
    );
    expect(Math.min(seen.refused, seen.accepted)).toBeGreaterThan(30);
  });

  it('finds for every cell what looking at every row finds, whatever the order of the rows', () => {
    let named = 0;
    fc.assert(
      fc.property(smallMatrix, fc.nat(), (matrix, turn) => {
        fc.pre(!contradicts(matrix));
        const turned = matrix.rows.map((_, at) => matrix.rows[(at + turn) % matrix.rows.length] ?? matrix.rows[0]);
        const indices = [matrix, { ...matrix, rows: turned.flatMap((each) => each ?? []).toReversed() }].map((each) =>
          createIntentIndex(parseMatrix(textOf(each))),
        );
        for (const cell of cells()) {
          const [closest] = speaking(matrix, cell);
          if (closest !== undefined) named++;
          const { zone, host, port, transport } = cell;
          const found = indices.map((index) => rowOf(index, HOSTS[host] ?? '', port, { zone, transport }));
          for (const { expect: expected, group } of found) {
            expect([expected, group === null]).toEqual([closest?.row.expect ?? 'not-open', closest === undefined]);
          }
          const [one, other] = found.map(({ group, portsText, ...rest }) => [group?.name, portsText, rest.zone.name]);
          expect(one).toEqual(other);
        }
      }),
      { numRuns: 60 },
    );
    expect(named).toBeGreaterThan(500);
  });

  it('changes rows only at the ends of its ranges', () => {
    fc.assert(
      fc.property(smallMatrix, (matrix) => {
        fc.pre(!contradicts(matrix));
        const index = createIntentIndex(parseMatrix(textOf(matrix)));
        const cuts = new Set(index.ranges.flatMap(({ first, last }) => [first, last + 1n]));
        for (const [host, address] of HOSTS.entries()) {
          const next = HOSTS[host + 1];
          if (next === undefined || cuts.has(BigInt(0x0a000000 + host + 1))) continue;
          for (const port of [1, 3, 6]) expect(rowOf(index, next, port).index).toBe(rowOf(index, address, port).index);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('how closely a row names an endpoint', () => {
  const specificity = fc.record({
    addresses: fc.oneof(fc.constant(null), fc.bigInt({ min: 1n, max: 4n })),
    ports: fc.integer({ min: 1, max: 4 }),
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(specificity, specificity, specificity, (a, b, c) => {
        expect(compareSpecificity(a, a)).toBe(0);
        // Adding 0 makes -0 plain, which toBe tells from 0.
        expect(Math.sign(compareSpecificity(a, b))).toBe(-Math.sign(compareSpecificity(b, a)) + 0);
        const chained = compareSpecificity(a, b) <= 0 && compareSpecificity(b, c) <= 0;
        expect(chained && compareSpecificity(a, c) > 0).toBe(false);
        const equal = a.addresses === b.addresses && a.ports === b.ports;
        expect(compareSpecificity(a, b) === 0).toBe(equal);
      }),
      { numRuns: 2000 },
    );
  });
});
