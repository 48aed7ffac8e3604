import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeConfig } from '../../src/config/merge-config.ts';
import { importScan } from '../../src/imports/import-scan.ts';
import type { ImportedScan } from '../../src/imports/imported-scan.ts';
import type { Observation } from '../../src/model/observation.ts';
import { factsRead } from '../../src/policy/condition.ts';
import { assess } from '../../src/policy/assess.ts';
import { factsOf } from '../../src/policy/facts-of.ts';
import { loadPolicy } from '../../src/run/load-policy.ts';
import { protocolSeen } from '../../src/model/service.ts';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { portreeve, readObservations } from '../lab/portreeve.ts';
import { whyNoNamespaces } from '../lab/run.ts';
import { reasonToSkip } from '../lab/servers/find-program.ts';
import { startMemcached } from '../lab/servers/memcached.ts';
import { startNginx } from '../lab/servers/nginx.ts';
import { startPostfix } from '../lab/servers/postfix.ts';
import { startPostgresql } from '../lab/servers/postgresql.ts';
import { startRedis } from '../lab/servers/redis.ts';
import { startSamba } from '../lab/servers/samba.ts';
import type { Server } from '../lab/servers/server.ts';
import { startSshd } from '../lab/servers/sshd.ts';
import { startVsftpd } from '../lab/servers/vsftpd.ts';

const skip =
  whyNoNamespaces() ??
  reasonToSkip('nmap', 'redis-server', 'memcached', 'initdb', 'sshd', 'vsftpd', 'nginx', 'smbd', 'postfix');
const HOST = '10.77.0.2';
const PORTS = '21,22,25,80-84,443,445,5432,6379,6380,11211';
const SCRIPTS =
  'ftp-anon,redis-info,ssl-cert,ssl-enum-ciphers,smb2-security-mode,smb-protocols,ssh2-enum-algos,http-title,http-server-header,smtp-commands,memcached-info';

/** What nmap and our own audit say of the same port. */
interface Pair {
  readonly port: number;
  readonly theirs: Observation;
  readonly ours: Observation;
}

describe.skipIf(skip !== undefined)(`servers scanned by nmap${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  const servers: Server[] = [];
  let network: Network;
  let scan: ImportedScan;
  let pairs: readonly Pair[];

  beforeAll(async () => {
    network = createNetwork();
    network.firewall('tcp dport 81 drop\ntcp dport 83 reject with icmp type admin-prohibited');
    const at = { address: HOST, netns: network.target };
    servers.push(await startVsftpd({ ...at, port: 21, anonymous: true, tls: 'explicit' }));
    servers.push(await startSshd({ ...at, port: 22 }));
    servers.push(await startPostfix({ ...at, port: 25 }));
    servers.push(await startNginx({ ...at, port: 80 }));
    servers.push(await startNginx({ ...at, port: 443, tls: true }));
    servers.push(await startSamba({ ...at, port: 445 }));
    servers.push(await startPostgresql({ ...at, port: 5432, hba: 'host all all all scram-sha-256' }));
    servers.push(await startRedis({ ...at, port: 6379 }));
    servers.push(await startRedis({ ...at, port: 6380, password: 'secret' }));
    servers.push(await startMemcached({ ...at, port: 11211 }));
    const file = join(folder, 'scan.xml');
    const nmap = ['nmap', '-n', '-sV', '--script', SCRIPTS, '-p', PORTS, '-oX', file, HOST];
    execFileSync('ip', ['netns', 'exec', network.scanner, ...nmap], { stdio: 'ignore' });
    scan = await importScan(file, createReadStream(file), { vantage: 'lab', at: '2020-01-01T00:00:00.000Z' });
    const directory = join(folder, 'run');
    await portreeve(['audit', HOST, '--ports', PORTS, '--out', directory], { netns: network.scanner, cwd: folder });
    const ours = new Map(readObservations(directory).map((seen) => [seen.port, seen]));
    pairs = [...scan.observations].flatMap((theirs) => {
      const own = ours.get(theirs.port);
      return own === undefined ? [] : [{ port: theirs.port, theirs, ours: own }];
    });
  }, 300_000);

  afterAll(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('are in the same state', () => {
    expect(scan).toMatchObject({ complete: true, warnings: [] });
    expect(pairs).toHaveLength(14);
    expect(pairs.map(({ port, theirs }) => `${port} ${theirs.state} ${theirs.reason}`)).toEqual(
      pairs.map(({ port, ours }) => `${port} ${ours.state} ${ours.reason}`),
    );
  });

  it('have the same names, where nmap tells', () => {
    const named = pairs.filter(({ theirs }) => protocolSeen(theirs.service) !== undefined);
    expect(named.map(({ port }) => port)).toEqual(expect.arrayContaining([21, 22, 25, 445, 6379, 6380, 11211]));
    expect(named.map(({ port, theirs }) => `${port} ${theirs.service?.name} ${theirs.service?.tls}`)).toEqual(
      named.map(({ port, ours }) => `${port} ${ours.service?.name} ${ours.service?.tls}`),
    );
  });

  it('let strangers in alike, where nmap tells', () => {
    const told = pairs.filter(({ theirs }) => theirs.access !== undefined);
    expect(told.map(({ port }) => port)).toEqual([21, 6379, 11211]);
    expect(told.map(({ theirs }) => theirs.access)).toEqual(told.map(({ ours }) => ours.access));
  });

  it('have the same facts, where both tell', () => {
    const compared = pairs.flatMap(({ port, theirs, ours }) =>
      Object.entries(theirs.details ?? {}).map(([name, value]) => ({ port, name, value, own: ours.details?.[name] })),
    );
    const both = compared.filter(({ own }) => own !== undefined);
    expect(both.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'ftp.anonymous',
        'ssh.kex',
        'ssh.ciphers',
        'ssh.macs',
        'smtp.tls',
        'smb.signing',
        'http.title',
        'http.server',
      ]),
    );
    expect(both.map(({ port, name, value }) => ({ port, name, value }))).toEqual(
      both.map(({ port, name, own }) => ({ port, name, value: own })),
    );
  });

  it('have the same certificate and no version of TLS that we do not find', () => {
    const [tls] = pairs.filter(({ port }) => port === 443);
    expect(tls?.theirs.tls).toMatchObject({
      subject: expect.stringContaining('lab.example'),
      notBefore: tls?.ours.tls?.notBefore,
      notAfter: tls?.ours.tls?.notAfter,
      selfSigned: tls?.ours.tls?.selfSigned,
      keyType: tls?.ours.tls?.keyType,
      keyBits: tls?.ours.tls?.keyBits,
      names: tls?.ours.tls?.names,
    });
    const offered = tls?.theirs.tls?.versions?.offered ?? [];
    expect(offered.length).toBeGreaterThan(0);
    expect(tls?.ours.tls?.versions?.offered).toEqual(expect.arrayContaining([...offered]));
  });

  it('pass no rule that they fail by our own audit', async () => {
    const { policy } = await loadPolicy(mergeConfig({ environment: {}, flags: {} }).policy);
    const identity = { names: [], labels: {} };
    const failures = pairs.flatMap(({ port, theirs, ours }) => {
      // The same scan without scripts, and without asking for versions.
      const { details: _details, tls: _tls, evidence: _evidence, ...plain } = theirs;
      const { service: _service, access: _access, ...bare } = plain;
      const [own, ...imported] = [ours, theirs, plain, bare].map((seen) => factsOf(seen, identity));
      return (
        policy.rules
          .filter((rule) => own !== undefined && assess(rule, own).verdict === 'fail')
          // Rules of certificates apply where TLS was seen, and do not know that nobody looked.
          .map((rule) => ({
            rule,
            asked: factsRead(rule.rule.scope).has('tls.version') ? imported.slice(0, 1) : imported,
          }))
          .map(({ rule, asked }) => ({
            port,
            rule: rule.rule.id,
            verdicts: asked.map((facts) => assess(rule, facts).verdict),
          }))
      );
    });
    expect(failures.length).toBeGreaterThan(5);
    expect(failures.filter(({ verdicts }) => verdicts.includes('pass') || verdicts.includes('not_applicable'))).toEqual(
      [],
    );
  });
});
