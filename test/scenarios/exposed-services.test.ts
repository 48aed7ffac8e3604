import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import type { Report } from '../../src/model/report.ts';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import type { Finished } from '../lab/portreeve.ts';
import { portreeve, readObservations, readReport } from '../lab/portreeve.ts';
import { whyNoNamespaces } from '../lab/run.ts';
import { reasonToSkip } from '../lab/servers/find-program.ts';
import { startPostgresql } from '../lab/servers/postgresql.ts';
import { startRedis } from '../lab/servers/redis.ts';
import type { Server } from '../lab/servers/server.ts';
import { startSshd } from '../lab/servers/sshd.ts';
import { startVsftpd } from '../lab/servers/vsftpd.ts';

const skip = whyNoNamespaces() ?? reasonToSkip('redis-server', 'initdb', 'sshd', 'vsftpd');
const HOST = '10.77.0.2';

describe.skipIf(skip !== undefined)(`a host with exposed services${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  const directory = join(folder, 'run');
  const servers: Server[] = [];
  let network: Network;
  let finished: Finished;
  let report: Report;
  let observations: ReadonlyMap<number, Observation>;

  beforeAll(async () => {
    network = createNetwork();
    network.firewall(`
      tcp dport 3389 drop
      tcp dport 8080 reject with icmp admin-prohibited
      tcp dport 9000 reject with icmp port-unreachable`);
    const at = { address: HOST, netns: network.target };
    servers.push(await startRedis({ ...at, port: 6379 }));
    servers.push(await startPostgresql({ ...at, port: 5432, hba: 'host all all all scram-sha-256' }));
    servers.push(await startSshd({ ...at, port: 22 }));
    servers.push(await startVsftpd({ ...at, port: 21, anonymous: true }));
    writeFileSync(
      join(folder, 'hosts.csv'),
      `address,id,env,owner,tags\n${HOST},lab-1,production,ops@example.org,pci;lab\n`,
    );
    const ports = '21,22,3306,3389,5432,6379,8080,9000';
    finished = await portreeve(['audit', 'hosts.csv', '--ports', ports, '--out', directory], {
      netns: network.scanner,
      cwd: folder,
    });
    report = readReport(directory);
    observations = new Map(readObservations(directory).map((observation) => [observation.port, observation]));
  }, 120_000);

  afterAll(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('fails the policy', () => {
    expect(finished.exitCode, finished.stderr).toBe(1);
    expect(report.outcome).toMatchObject({ verdict: 'failed', policy: 'failed', exitCode: 1 });
  });

  it.each([
    [21, 'open', 'syn-ack', 'ftp', 'none-required'],
    [22, 'open', 'syn-ack', 'ssh', 'unknown'],
    [3306, 'closed', 'rst', undefined, undefined],
    [3389, 'filtered', 'no-response', undefined, undefined],
    [5432, 'open', 'syn-ack', 'postgresql', 'required'],
    [6379, 'open', 'syn-ack', 'redis', 'none-required'],
    [8080, 'filtered', 'admin-prohibited', undefined, undefined],
    [9000, 'filtered', 'port-unreach', undefined, undefined],
  ])('port %i is %s (%s), service %s, access %s', (port, state, reason, service, access) => {
    const observation = observations.get(port);
    expect(observation).toMatchObject({ address: HOST, port, transport: 'tcp', vantage: 'local', state, reason });
    expect(observation?.service?.name).toBe(service);
    expect(observation?.access).toBe(access);
    expect(observation?.attempts).toBe(reason === 'no-response' ? 2 : 1);
    expect(observation?.rttMs === null).toBe(reason === 'no-response');
  });

  it('tells product and version where the protocol does, with the bytes that prove it', () => {
    expect(observations.get(22)?.service).toMatchObject({ product: 'OpenSSH', method: 'probed', tls: false });
    expect(observations.get(6379)?.service?.version).toMatch(/^\d+\.\d+\.\d+$/);
    const redis = observations.get(6379)?.evidence?.map(({ sent, received }) => ({
      sent: Buffer.from(sent, 'hex').toString(),
      received: Buffer.from(received, 'hex').toString(),
    }));
    expect(redis).toContainEqual({ sent: '*1\r\n$4\r\nPING\r\n', received: '+PONG\r\n' });
  });

  it('finds the database and the file server that ask for no password, and not the one that does', () => {
    const access = report.findings.filter(({ category }) => category === 'unauthenticated-service');
    expect(new Set(access.map(({ port }) => port))).toEqual(new Set([21, 6379]));
    expect(access.find(({ port }) => port === 6379)?.severity).toBe('critical');
    expect(report.findings.filter(({ severity }) => severity === 'critical').map(({ port }) => port)).toEqual([6379]);
    for (const { evidence, fix, labels } of access) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(fix.length).toBeGreaterThan(0);
      expect(labels).toMatchObject({ id: 'lab-1', env: 'production', owner: 'ops@example.org' });
    }
  });

  it('counts everything once', () => {
    expect(report.coverage).toMatchObject({
      planned: 8,
      answered: 7,
      silent: 1,
      errors: 0,
      notProbed: 0,
      states: { open: 4, closed: 1, filtered: 3, error: 0 },
      // The silent port twice, and once more one that answered.
      probesSent: 10,
      identified: 4,
      notIdentified: 0,
    });
    expect(observations.size).toBe(8);
    const { assessed, notAssessed, notApplicable } = report.coverage;
    const aboutEndpoints = report.rules.filter(({ level, status }) => level === 'endpoint' && status !== 'off');
    expect(assessed + notAssessed + notApplicable).toBe(aboutEndpoints.length * 8);
  });

  it('prints the ports, what they mean, the findings and where the report is', () => {
    for (const line of [
      /6379\/tcp\s+open\s+[\d.]+ ms\s+redis Redis [\d.]+\s+no credentials needed\s+SYN-ACK received/,
      /3306\/tcp\s+closed\s+[\d.]+/,
      /3389\/tcp\s+filtered.*no response \(timeout\)/,
      /4 open, 1 closed, 3 filtered/,
      /FAILED/,
      /report\.html/,
    ]) {
      expect(finished.stdout).toMatch(line);
    }
  });

  it('says the same in HTML', () => {
    const html = readFileSync(join(directory, 'report.html'), 'utf8');
    for (const { title, ruleId } of report.findings) {
      expect(html).toContain(title);
      expect(html).toContain(ruleId);
    }
    const ids = [...html.matchAll(/<li class="finding" id="f-([0-9a-f]{32})"/g)].map(([, id]) => `exposure/v1:${id}`);
    expect(ids.toSorted()).toEqual(report.findings.map(({ fingerprint }) => fingerprint).toSorted());
  });

  it('is judged again, offline, to the same report', async () => {
    const again = await portreeve(['judge', directory, '--json']);
    expect(again.exitCode).toBe(1);
    expect(JSON.parse(again.stdout)).toEqual(report);
  });
});
