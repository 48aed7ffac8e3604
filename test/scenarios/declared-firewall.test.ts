import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareDeclared } from '../../src/declared/compare-declared.ts';
import type { DeclaredComparison } from '../../src/declared/comparison.ts';
import type { DecideOptions } from '../../src/declared/decide.ts';
import { parseDeclared } from '../../src/declared/parse-declared.ts';
import { findProgram } from '../lab/servers/find-program.ts';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { portreeve, readObservations } from '../lab/portreeve.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

const skip = whyNoNamespaces();
const noIptables = findProgram('iptables') === undefined;

const PORTS = '20-21,25,30-34,40-42,50-52,80,443,8000-8003,8011';
const LISTENING = ['20', '25', '30', '33', '42', '50', '80', '443', '8000', '8011'];

const NFT = `table inet guard {
  set web {
    type inet_service; flags interval; elements = { 80, 443, 8000-8002 }
  }
  set here {
    type ipv4_addr; flags interval; elements = { 10.77.0.0-10.77.0.1, 192.0.2.0/24 }
  }
  set pairs {
    type ipv4_addr . inet_service; flags interval; elements = { 10.77.0.1 . 51, 192.0.2.1 . 52 }
  }
  chain refuse {
    tcp dport 33 reject with tcp reset
  }
  chain last {
    ip saddr @here tcp dport 34 accept
  }
  chain local {
    ip saddr != @here return
    tcp dport 50 accept
  }
  chain input {
    type filter hook input priority filter; policy drop;
    ct state vmap { established : accept, related : accept, invalid : drop }
    iif lo accept
    ct state new tcp dport 20-21 counter accept comment "both"
    tcp dport @web accept
    ip saddr . tcp dport @pairs accept
    tcp dport vmap { 30-31 : accept, 32 : drop, 33 : jump refuse, 34 : goto last }
    tcp dport 40 reject with icmpx type admin-prohibited
    tcp dport 41 reject
    jump local
    tcp dport { 42, 8011 } log prefix "denied " drop
  }
}
`;

const ROUTER = `table inet guard {
  chain input {
    type filter hook input priority filter; policy accept;
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname "inner" accept
    iifname "wire" oifname "inner" tcp dport { 22, 80 } accept
    iifname "other" tcp dport 443 accept
    oifname "inner" ip daddr 10.79.0.2 tcp dport 443 accept
    tcp dport 25 reject with tcp reset
  }
}
`;

const IPTABLES = [
  '-P INPUT DROP',
  '-N refuse',
  '-N local',
  '-A refuse -p tcp -m tcp --dport 33 -j REJECT --reject-with tcp-reset',
  '-A local ! -s 10.77.0.0/24 -j RETURN',
  '-A local -p tcp -m tcp --dport 50 -j ACCEPT',
  '-A INPUT -i lo -j ACCEPT',
  '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  '-A INPUT -p tcp --syn -m multiport --dports 20:21,80,443 -m comment --comment web -j ACCEPT',
  '-A INPUT -p tcp -m iprange --src-range 10.77.0.1-10.77.0.9 --dport 30:31 -j ACCEPT',
  '-A INPUT -p tcp --dport 33:34 -g refuse',
  '-A INPUT -p tcp --dport 40 -j REJECT --reject-with icmp-admin-prohibited',
  '-A INPUT -p tcp --dport 41 -j REJECT',
  '-A INPUT -m addrtype --dst-type LOCAL -j local',
  '-A INPUT -p tcp -m multiport --dports 42,8011 -j DROP',
];

/** A real firewall's own rules, compared with what probes see from the other end of the wire. */
describe.skipIf(skip !== undefined)(`a declared firewall${skip === undefined ? '' : ` (${skip})`}`, () => {
  let folder: string;
  let network: Network;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
    network = createNetwork();
    const pairs = LISTENING.flatMap((port) => ['10.77.0.2', port]);
    const { stdout } = network.start(network.target, process.execPath, 'test/lab/listen.mjs', ...pairs);
    if (stdout !== null) await once(stdout, 'data');
  }, 60_000);
  afterEach(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  function inTarget(program: string, ...args: string[]): string {
    return run('ip', 'netns', 'exec', network.target, program, ...args);
  }

  async function compare(
    rules: string,
    engine: string,
    { target = '10.77.0.2', ...options }: DecideOptions & { readonly target?: string } = {},
  ): Promise<DeclaredComparison> {
    const out = mkdtempSync(join(folder, 'run-'));
    await portreeve(['audit', target, '-p', PORTS, '--engine', engine, '--identify', 'none', '--out', out, '-q'], {
      netns: network.scanner,
    });
    const observed = readObservations(out).map((seen) => ({ ...seen, zone: null, source: '10.77.0.1' }));
    expect(observed.length).toBeGreaterThan(18);
    return compareDeclared(parseDeclared('rules', rules), observed, { ...options, sha256: '0'.repeat(64) });
  }

  function byStatus({ lines }: DeclaredComparison, status: string): readonly string[] {
    return lines.filter((line) => line.status === status).map(({ text, action }) => `${action}: ${text}`);
  }

  it.each(['syn', 'connect'])(
    'of nftables is confirmed line by line by %s, and a broken line is found',
    async (engine) => {
      network.load(NFT);
      const declared = inTarget('nft', '-j', 'list', 'ruleset');
      const whole = await compare(declared, engine);
      expect(byStatus(whole, 'contradicted')).toEqual([]);
      expect(byStatus(whole, 'not-compared')).toEqual([]);
      // What only established connections, or the host itself, can meet.
      expect(byStatus(whole, 'not-observed')).toEqual([
        'allow: ct state vmap { invalid : drop, established : accept, related : accept }',
        'deny: ct state vmap { invalid : drop, established : accept, related : accept }',
        'allow: iif lo accept',
      ]);
      expect(byStatus(whole, 'confirmed')).toHaveLength(12);
      expect(whole.undeclared).toEqual([]);

      inTarget('nft', 'insert', 'rule', 'inet', 'guard', 'input', 'tcp', 'dport', '8001', 'drop');
      inTarget('nft', 'insert', 'rule', 'inet', 'guard', 'input', 'tcp', 'dport', '8011', 'accept');
      const broken = await compare(declared, engine);
      expect(byStatus(broken, 'contradicted')).toEqual([
        'allow: tcp dport @web accept',
        'deny: tcp dport { 42, 8011 } drop',
      ]);
      expect(broken.lines.find(({ text }) => text === 'tcp dport @web accept')).toMatchObject({
        endpoints: 5,
        because: 'declared open, and nothing comes through: 10.77.0.2 8001/tcp, 1 of 5 endpoints',
      });
      expect(broken.undeclared).toEqual([{ zone: null, address: '10.77.0.2', port: 8011, transport: 'tcp' }]);
    },
    60_000,
  );

  it.skipIf(noIptables)(
    'of iptables (Debian: iptables) is confirmed line by line, and a broken line is found',
    async () => {
      for (const rule of IPTABLES) inTarget('iptables', ...rule.split(' '));
      const declared = inTarget('iptables-save', '-c');
      const whole = await compare(declared, 'syn');
      expect(byStatus(whole, 'contradicted')).toEqual([]);
      expect(byStatus(whole, 'not-compared')).toEqual([]);
      expect(byStatus(whole, 'not-observed')).toEqual([
        'allow: -A INPUT -i lo -j ACCEPT',
        'allow: -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
        'allow: iptables -P FORWARD ACCEPT',
      ]);
      expect(byStatus(whole, 'confirmed')).toHaveLength(8);
      expect(whole.undeclared).toEqual([]);

      inTarget('iptables', '-I', 'local', '-p', 'tcp', '--dport', '50', '-j', 'DROP');
      inTarget('iptables', '-P', 'INPUT', 'ACCEPT');
      const broken = await compare(declared, 'syn');
      expect(byStatus(broken, 'contradicted')).toEqual([
        'allow: -A local -p tcp -m tcp --dport 50 -j ACCEPT',
        'deny: iptables -P INPUT DROP',
      ]);
      // 25 listens; the others that the policy no longer stops answer with a reset.
      expect(broken.undeclared.map(({ port }) => port)).toEqual([25, 8000]);
    },
    60_000,
  );

  it('of a router is confirmed by what passes through it', async () => {
    const inner = `${network.target}-inner`;
    const inRouter = ['-n', network.target];
    run('ip', 'netns', 'add', inner);
    try {
      run('ip', ...inRouter, 'link', 'add', 'inner', 'type', 'veth', 'peer', 'name', 'wire', 'netns', inner);
      run('ip', ...inRouter, 'address', 'add', '10.79.0.1/24', 'dev', 'inner');
      run('ip', ...inRouter, 'link', 'set', 'inner', 'up');
      run('ip', '-n', inner, 'address', 'add', '10.79.0.2/24', 'dev', 'wire');
      run('ip', '-n', inner, 'link', 'set', 'wire', 'up');
      run('ip', '-n', inner, 'route', 'add', 'default', 'via', '10.79.0.1');
      run('ip', '-n', network.scanner, 'route', 'add', '10.79.0.0/24', 'via', '10.77.0.2');
      inTarget('sysctl', '-qw', 'net.ipv4.ip_forward=1');
      const ports = ['22', '25', '443', '8000'].flatMap((port) => ['10.79.0.2', port]);
      const { stdout } = network.start(inner, process.execPath, 'test/lab/listen.mjs', ...ports);
      if (stdout !== null) await once(stdout, 'data');
      network.load(ROUTER);
      const rules = inTarget('nft', '-j', 'list', 'ruleset');
      const target = '10.79.0.2';
      const routes = [
        { interface: 'wire', addresses: null },
        { interface: 'inner', addresses: [{ family: 4 as const, first: 0x0a4f0000n, last: 0x0a4f00ffn }] },
      ];
      const told = await compare(rules, 'syn', { target, hook: 'forward', routes });
      expect(byStatus(told, 'confirmed')).toEqual([
        'allow: iifname "wire" oifname "inner" tcp dport { 22, 80 } accept',
        'allow: oifname "inner" ip daddr 10.79.0.2 tcp dport 443 accept',
        'deny: tcp dport 25 reject with tcp reset',
        'deny: policy drop',
      ]);
      expect(byStatus(told, 'contradicted')).toEqual([]);
      expect(told.undeclared).toEqual([]);
      // Where nothing says what is behind the interfaces, nothing is concluded.
      const untold = await compare(rules, 'syn', { target, hook: 'forward' });
      expect(byStatus(untold, 'confirmed')).toEqual([]);
      expect(byStatus(untold, 'contradicted')).toEqual([]);
    } finally {
      run('ip', 'netns', 'delete', inner);
    }
  }, 60_000);
});
