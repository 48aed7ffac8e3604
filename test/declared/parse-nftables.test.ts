import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/declared/decide.ts';
import { parseNftables } from '../../src/declared/nftables/parse-nftables.ts';
import { addressOf, queryOf } from './query.ts';

/** What nft 1.0.6 printed of a ruleset with a rule for most of what its language can say. */
const RULESET: { readonly nftables: readonly Record<string, { readonly chain?: string; readonly handle?: number }>[] } =
  JSON.parse(readFileSync('fixtures/declared/nft-ruleset.json', 'utf8'));

/** The same ruleset with one rule in its input chain, and none before it. */
function withOnly(handle: number): string {
  const kept = RULESET.nftables.filter(
    ({ rule }) => rule === undefined || rule.handle === handle || rule.chain === 'svc',
  );
  return JSON.stringify({ nftables: kept });
}

/** Handle, the rule, then packets as `source destination port/transport` with what becomes of them; the policy is to deny. */
const RULES: readonly (readonly [number, string, Readonly<Record<string, string>>])[] = [
  [11, 'established connections in a verdict map', { '1.1.1.1 10.0.0.9 22/tcp': 'deny' }],
  [13, 'ct state new', { '1.1.1.1 10.0.0.9 2222/tcp': 'allow', '1.1.1.1 10.0.0.9 2222/udp': 'deny' }],
  [16, 'ct state != new', { '1.1.1.1 10.0.0.9 22/tcp': 'deny' }],
  [
    17,
    'iif lo',
    { '1.1.1.1 10.0.0.9 22/tcp': 'deny', '127.0.0.1 127.0.0.1 22/tcp': 'allow', '::1 ::1 22/tcp': 'allow' },
  ],
  [
    20,
    'iifname { lo, eth* }',
    {
      '1.1.1.1 10.0.0.9 22/tcp': 'unknown',
      '1.1.1.1 10.0.0.9 22/tcp eth7': 'allow',
      '1.1.1.1 10.0.0.9 22/tcp wg0': 'deny',
    },
  ],
  [
    22,
    'a set of ports and a named set',
    {
      '10.9.9.9 10.0.0.9 8010/tcp': 'allow',
      '192.168.1.10 10.0.0.9 22/tcp': 'deny',
      'fd00::1 fd00::2 22/tcp': 'deny',
      '? 10.0.0.9 22/tcp': 'unknown',
    },
  ],
  [
    27,
    'a concatenation in a named set',
    {
      '10.0.0.1 10.0.0.9 80/tcp': 'allow',
      '10.0.1.7 10.0.0.9 8005/tcp': 'allow',
      '10.0.0.1 10.0.0.9 8005/tcp': 'deny',
    },
  ],
  [
    28,
    'a named verdict map',
    { '10.1.1.1 10.0.0.9 26/tcp': 'allow', '9.1.1.1 10.0.0.9 26/tcp': 'deny', '10.1.1.1 10.0.0.9 27/tcp': 'deny' },
  ],
  [
    30,
    'a verdict map with a range and a goto',
    { '9.9.9.9 10.0.0.9 35/tcp': 'allow', '10.1.1.1 10.0.0.9 36/tcp': 'allow', '9.9.9.9 10.0.0.9 36/tcp': 'deny' },
  ],
  [32, 'meta l4proto and th dport', { '9.9.9.9 10.0.0.9 53/tcp': 'allow', '9.9.9.9 10.0.0.9 53/udp': 'allow' }],
  [33, 'ip protocol icmp', { '9.9.9.9 10.0.0.9 53/udp': 'deny' }],
  [35, 'a limit on echo requests', { '9.9.9.9 10.0.0.9 53/udp': 'deny' }],
  [36, 'meta nfproto ipv6', { '9.9.9.9 10.0.0.9 5/tcp': 'deny', 'fd00::1 fd00::2 5/tcp': 'allow' }],
  [37, 'flags of a connection that opens', { '9.9.9.9 10.0.0.9 7/tcp': 'allow' }],
  [61, 'flags of an answer', { '9.9.9.9 10.0.0.9 7/tcp': 'deny' }],
  [43, 'a set that changes by itself', { '9.9.9.9 10.0.0.9 7/tcp': 'deny' }],
  [44, 'a mark', { '9.9.9.9 10.0.0.9 7/tcp': 'unknown' }],
  [46, 'fib daddr type local', { '9.9.9.9 10.0.0.9 7/tcp': 'allow' }],
  [
    50,
    'a source port and an open range of ports',
    {
      '9.9.9.9 10.0.0.9 1024/tcp': 'unknown',
      '9.9.9.9 10.0.0.9 1023/tcp': 'deny',
      '9.9.9.9 10.0.0.9 1024/udp': 'deny',
    },
  ],
  [
    53,
    'ip6 saddr',
    { 'fe80::1 fd00::2 5/tcp': 'allow', 'fd00::1 fd00::2 5/tcp': 'deny', '9.9.9.9 10.0.0.9 7/tcp': 'deny' },
  ],
  [54, 'a masked destination', { '9.9.9.9 10.0.0.255 7/tcp': 'allow', '9.9.9.9 10.0.1.0 7/tcp': 'deny' }],
  [59, 'an anonymous concatenation', { '1.1.1.1 10.0.0.9 53/udp': 'allow', '1.1.1.1 10.0.0.9 53/tcp': 'deny' }],
  [65, 'a rewritten destination', { '9.9.9.9 10.0.0.9 80/tcp': 'unknown', '9.9.9.9 10.0.0.9 81/tcp': 'deny' }],
  [2, 'a chain that sees one device only', { '9.9.9.9 10.0.0.9 1/tcp': 'deny' }],
];

describe('nftables', () => {
  it.each(RULES)('reads handle %i: %s', (handle, _, packets) => {
    const firewall = parseNftables('rules.json', withOnly(handle));
    const found = Object.keys(packets).map((packet) => {
      const { query, via } = queryOf(packet);
      return [packet, decide(firewall, query, { hook: 'input', routes: via }).action];
    });
    expect(Object.fromEntries(found)).toEqual(packets);
  });

  it('names each line by its chain and handle, as a person would write it', () => {
    const { lines, warnings, policy } = parseNftables('rules.json', JSON.stringify(RULESET));
    expect(policy).toBe('deny');
    const line = lines.find(({ at }) => at === 'rules.json inet filter input handle 22');
    expect(line).toEqual({
      at: 'rules.json inet filter input handle 22',
      text: 'tcp dport { 22, 8000-8010 } ip saddr @admins accept',
      action: 'allow',
      transport: 'tcp',
      ports: [
        { first: 22, last: 22 },
        { first: 8000, last: 8010 },
      ],
      sources: expect.arrayContaining([{ family: 4, ...addressOf('10.0.0.0', '10.255.255.255') }]),
      destinations: 'any',
      comment: 'ssh',
      exact: true,
      byDefault: false,
    });
    expect(lines.filter(({ exact }) => !exact).map(({ at }) => at.replace(/.* /, ''))).toEqual([
      '41',
      '43',
      '44',
      '45',
      '50',
      '55',
      '57',
      '60',
      '65',
      '66',
    ]);
    expect(warnings).toContain('rules.json inet filter input handle 45: not modelled: ct mark 5');
  });

  it.each([
    ['{"nftables": [}', expect.stringMatching(/^rules.json:/)],
    ['{"nftables": {}}', 'rules.json: nftables must be the list that nft -j list ruleset prints, not {}'],
    ['{"nftables": [{"rule": {"family": "ip"}}]}', 'rules.json: nftables[0].rule.table must be a text, not missing'],
    [
      '{"nftables": [{"chain": {"family": "ip", "table": "t", "name": 5}}]}',
      'rules.json: nftables[0].chain.name must be a text, not 5',
    ],
    [
      '[]',
      'rules.json: the top level must be an object with the key "nftables", as nft -j list ruleset prints it, not []',
    ],
  ])('refuses %s', (text, message) => {
    expect(() => parseNftables('rules.json', text)).toThrow(expect.objectContaining({ code: 'config', line: message }));
  });

  it('takes no statement that it does not know for harmless', () => {
    const nftables = [
      { chain: { family: 'ip', table: 't', name: 'c', hook: 'input', type: 'filter', prio: 0, policy: 'drop' } },
      { rule: { family: 'ip', table: 't', chain: 'c', handle: 1, expr: [{ queue: { num: 1 } }] } },
      { rule: { family: 'ip', table: 't', chain: 'c', handle: 2, expr: [{ accept: null }] } },
    ];
    const firewall = parseNftables('r', JSON.stringify({ nftables }));
    const decision = decide(firewall, queryOf('9.9.9.9 10.0.0.9 80/tcp').query);
    expect(decision).toMatchObject({ action: 'unknown', line: null });
    expect(decision.because).toBe('r ip t c handle 1 may decide it: what {"queue":{"num":1}} does is not modelled');
    expect(firewall.warnings).toHaveLength(1);
  });
});
