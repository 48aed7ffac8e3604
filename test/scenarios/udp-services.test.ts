import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import type { Report } from '../../src/model/report.ts';
import { DATAGRAM_SERVERS, isInstalled, startDatagramServers } from '../lab/datagram-servers.ts';
import type { DatagramServerName } from '../lab/datagram-servers.ts';
import { createNetwork } from '../lab/network.ts';
import type { Network } from '../lab/network.ts';
import { portreeve, readObservations, readReport, startPortreeve } from '../lab/portreeve.ts';
import type { Finished } from '../lab/portreeve.ts';
import { whyNoNamespaces } from '../lab/run.ts';

interface Expected {
  readonly name: string;
  readonly product?: RegExp;
  readonly version?: RegExp;
  readonly access: Observation['access'];
  readonly details?: Observation['details'];
  /** Rules that fail on it, without `udp/`. */
  readonly rules: readonly string[];
}

const EXPECTED: Readonly<Record<DatagramServerName, Expected>> = {
  bind: {
    name: 'dns',
    product: /^BIND$/,
    version: /^9\./,
    access: 'unknown',
    details: { 'dns.recursion': true },
    rules: ['open-resolver'],
  },
  tftpd: { name: 'tftp', access: 'unknown', rules: ['tftp'] },
  krb5kdc: { name: 'kerberos', access: 'unknown', rules: [] },
  rpcbind: {
    name: 'rpcbind',
    access: 'none-required',
    details: { 'rpcbind.programs': ['rpcbind'] },
    rules: ['rpcbind'],
  },
  ntpd: { name: 'ntp', product: /^ntpd$/, access: 'unknown', details: { 'ntp.control': true }, rules: ['ntp-control'] },
  nmbd: { name: 'netbios-ns', access: 'unknown', details: { 'netbios.name': 'PORTREEVE' }, rules: ['netbios-ns'] },
  snmpd: {
    name: 'snmp',
    version: /^v3$/,
    access: 'none-required',
    details: { 'snmp.public': true, 'snmp.description': 'Lab switch' },
    rules: ['snmp-public', 'snmp-reachable'],
  },
  charon: { name: 'ike', version: /^v2$/, access: 'unknown', rules: [] },
  ipmi: {
    name: 'ipmi',
    version: /^2\.0$/,
    access: 'unknown',
    details: { 'ipmi.auth_none': true },
    rules: ['ipmi-no-password', 'ipmi-reachable'],
  },
  openvpn: { name: 'openvpn', product: /^OpenVPN$/, access: 'unknown', rules: [] },
  kamailio: { name: 'sip', product: /^kamailio/, access: 'unknown', rules: [] },
  avahi: { name: 'mdns', access: 'unknown', rules: ['mdns'] },
  coap: { name: 'coap', access: 'unknown', details: { 'coap.resources_listed': true }, rules: ['coap'] },
  memcached: { name: 'memcached', product: /^memcached$/, access: 'none-required', rules: ['memcached'] },
};

const skip = whyNoNamespaces();
const names = (Object.keys(DATAGRAM_SERVERS) as DatagramServerName[]).filter(isInstalled);

/** Hosts of the routed network: dropped, rejected as a closed port is, and as prohibited; and one that only its kernel answers for. */
const [DROPPED, REJECTED, PROHIBITED, BARE, DENIED] = [1, 2, 3, 4, 5].map((host) => `10.78.1.${host}`);
/** Servers on these are bound to one address, so that other hosts have nothing there; TFTP answers from another port. */
const PORTS = [53, 69, 161];

describe.skipIf(skip !== undefined)(`UDP services${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  let network: Network;

  beforeAll(async () => {
    network = createNetwork();
    network.firewall(
      [
        `ip daddr ${DROPPED} meta l4proto udp drop`,
        `ip daddr ${REJECTED} meta l4proto udp reject with icmp port-unreachable`,
        `ip daddr ${PROHIBITED} meta l4proto udp reject with icmp admin-prohibited`,
      ].join('\n'),
    );
    network.firewall(`ip daddr ${DENIED} meta l4proto udp drop`, 'scanner');
    await startDatagramServers(network, names, folder);
  }, 60_000);

  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  describe('real servers', () => {
    let finished: Finished;
    let report: Report;
    let observations: readonly Observation[];

    beforeAll(async () => {
      const out = join(folder, 'services');
      const args = ['audit', '10.77.0.2', '-p', '22', '--udp', '--snmp-public', '--out', out];
      finished = await portreeve(args, { netns: network.scanner });
      report = readReport(out);
      observations = readObservations(out);
      if (process.env['UPDATE_RECORDINGS'] === 'datagrams') writeRecordings(observations);
    }, 60_000);

    it.each(names)('%s', (name) => {
      const { port } = DATAGRAM_SERVERS[name];
      const seen = observations.find((observation) => observation.port === port);
      const expected = EXPECTED[name];
      expect(seen).toMatchObject({ transport: 'udp', state: 'open', reason: 'udp-response', access: expected.access });
      expect(seen?.service).toMatchObject({ name: expected.name, method: 'probed', confidence: 10 });
      expect(seen?.service?.product ?? '').toMatch(expected.product ?? '');
      expect(seen?.service?.version ?? '').toMatch(expected.version ?? '');
      expect(seen?.details).toMatchObject(expected.details ?? {});
      const failed = report.findings.filter((finding) => finding.port === port && finding.transport === 'udp');
      expect(failed.map(({ ruleId }) => ruleId.replace(/^udp\//, '')).sort()).toEqual(expected.rules);
    });

    it('tells closed ports, whose host says so', () => {
      const open: readonly number[] = [...names.map((name) => DATAGRAM_SERVERS[name].port), 4500];
      const others = observations.filter(({ transport, port }) => transport === 'udp' && !open.includes(port));
      expect(others.length).toBeGreaterThan(2);
      for (const { state, reason, port } of others) {
        expect([port, state, reason]).toEqual([port, 'closed', 'udp-port-unreach']);
      }
    });

    it('shows them', () => {
      expect(finished.stdout).toMatch(/^ +11211\/udp +open .*memcached/m);
      expect(finished.stdout).toMatch(/^UDP: 18 endpoints: \d+ open, \d+ closed, 0 filtered, 0 open\|filtered/m);
      expect(report.udp?.planned).toBe(18);
      expect(report.coverage.planned).toBe(1);
      expect(report.endpoints.some(({ transport }) => transport === 'udp')).toBe(true);
    });
  });

  describe('firewalls', () => {
    let observations: readonly Observation[];
    let report: Report;
    let finished: Finished;

    beforeAll(async () => {
      const out = join(folder, 'firewalls');
      const args = [
        'audit',
        '10.78.1.1-10.78.1.5',
        '-p',
        '22',
        '--udp-ports',
        PORTS.join(),
        '--timeout',
        '300',
        '--out',
        out,
      ];
      finished = await portreeve(args, { netns: network.scanner });
      observations = readObservations(out).filter(({ transport }) => transport === 'udp');
      report = readReport(out);
    }, 60_000);

    it.each([
      ['silence', DROPPED, 'open|filtered', 'udp-no-response', 3],
      ['port unreachable', REJECTED, 'closed', 'udp-port-unreach', 1],
      ['administratively prohibited', PROHIBITED, 'filtered', 'admin-prohibited', 1],
      ['a host without a service', BARE, 'closed', 'udp-port-unreach', 1],
      ['what this machine itself refuses to send', DENIED, 'error', 'denied-locally', 1],
    ])('%s', (_, host, state, reason, attempts) => {
      const seen = observations.filter(({ address }) => address === host);
      expect(seen.map(({ port }) => port).sort((a, b) => a - b)).toEqual(PORTS);
      for (const observation of seen) expect(observation).toMatchObject({ state, reason });
      // DNS has two questions, the others one, and each is sent so often.
      for (const { attempts: sent } of seen) expect(sent % attempts).toBe(0);
    });

    it('passes no rule on silence', () => {
      const silent = report.notAssessed.filter(({ reason }) => reason === 'UDP gave no answer: open or filtered');
      expect(silent.length).toBeGreaterThan(0);
      expect(silent.flatMap(({ hosts }) => hosts.map(({ address }) => address))).toContain(DROPPED);
      expect(report.outcome).toMatchObject({ verdict: 'incomplete', exitCode: 3 });
      expect(finished.exitCode).toBe(3);
      expect(report.udp?.states).toEqual({ open: 0, closed: 6, filtered: 3, 'open|filtered': 3, error: 3 });
    });
  });

  it('goes on after an interruption, and asks nothing twice that answered', { timeout: 60_000 }, async () => {
    const out = join(folder, 'resumed');
    // One datagram a second and host: a dozen hosts take long enough to be interrupted.
    const args = [
      'audit',
      '10.78.2.0/29',
      '-p',
      '22',
      '--udp-ports',
      '53,123,161,623,11211',
      '--host-rate',
      '2',
      '--out',
      out,
    ];
    const first = startPortreeve(args, { netns: network.scanner });
    await new Promise((resolve) => setTimeout(resolve, 5000));
    first.child.kill('SIGINT');
    expect((await first.finished).exitCode).toBe(130);
    const before = readObservations(out).filter(({ transport }) => transport === 'udp');
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(40);
    const second = await portreeve(['audit', '--resume', out, '--host-rate', 'max'], { netns: network.scanner });
    expect([0, 3], second.stderr).toContain(second.exitCode);
    const after = readObservations(out).filter(({ transport }) => transport === 'udp');
    expect(after).toHaveLength(40);
    // The lines that were there are there unchanged.
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map(({ address, port }) => `${address} ${port}`)).size).toBe(40);
    expect(readReport(out).udp).toMatchObject({ planned: 40, notProbed: 0 });
  });
});

/** Keeps what real servers said, for tests of the parsers; NTP's variables are left out, because they name the kernel. */
function writeRecordings(observations: readonly Observation[]): void {
  const exchanges = observations.flatMap(({ service, evidence = [] }) =>
    evidence.map(({ question, sent, received }) => ({ service: service?.name, question, sent, received })),
  );
  const kept = exchanges.filter(({ question, received }) => received !== '' && question !== 'NTP control READVAR');
  const path = new URL('../../fixtures/datagrams/replies.json', import.meta.url);
  writeFileSync(path, `${JSON.stringify(kept, null, 2)}\n`);
}
