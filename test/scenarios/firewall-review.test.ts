import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { portreeve } from '../lab/portreeve.ts';
import { whyNoNamespaces } from '../lab/run.ts';
import { createZones } from '../lab/zones.ts';
import type { Zones } from '../lab/zones.ts';

const LAB = join(import.meta.dirname, '../lab');
const why = whyNoNamespaces();

const JUMP = '10.90.9.5';
const WEB = '10.90.9.10';
const DB = '10.90.9.20';
const CONTROL = '10.90.9.30';

/** Two places on the internet, an office and a DMZ. */
const VANTAGES = {
  'vp-fra': { place: 'fra', zone: 'internet' },
  'vp-nyc': { place: 'nyc', zone: 'internet' },
  'vp-office': { place: 'office', zone: 'office' },
  'vp-dmz': { place: 'dmz', zone: 'dmz' },
};

const MATRIX = `apiVersion: portreeve/v1
kind: IntentMatrix
metadata: { id: review, title: Review, owner: netsec@example.org, review_by: 2999-12-31 }
zones:
  internet: { vantages: [vp-fra, vp-nyc], quorum: 2 }
  office: { vantages: [vp-office], rejects_with: rst }
  dmz: { vantages: [vp-dmz] }
groups:
  web: { targets: [${WEB}] }
  jump: { targets: [${JUMP}] }
  db: { targets: [${DB}] }
  gone: { targets: [10.90.9.99] }
controls:
  - { zone: internet, target: ${CONTROL}, port: 443 }
  - { zone: office, target: ${CONTROL}, port: 443 }
  - { zone: dmz, target: ${CONTROL}, port: 443 }
default: { expect: not-open }
matrix:
  - { from: internet, to: web, ports: [80], expect: open, reason: public site }
  - { from: internet, to: web, ports: [443], expect: open, reason: public site }
  - { from: internet, to: web, ports: [8080], expect: blocked, reason: staging }
  - { from: internet, to: jump, ports: [22], expect: blocked, reason: SSH by VPN only }
  - { from: internet, to: jump, ports: [23], expect: blocked, reason: no telnet }
  - { from: office, to: jump, ports: [22], expect: open, service: ssh, reason: administration }
  - { from: office, to: jump, ports: [23], expect: closed, reason: the host itself refuses }
  - { from: office, to: web, ports: [8080], expect: blocked, reason: staging }
  - { from: office, to: db, ports: ['5432-5900'], expect: not-open, reason: only from dmz }
  - { from: dmz, to: db, ports: [5432], expect: open, service: postgresql, reason: application }
  - { from: dmz, to: db, ports: [5900], expect: open, service: vnc, auth: required, reason: console }
  - { from: dmz, to: gone, ports: [22], expect: open, reason: was there once }
  - { from: dmz, to: web, ports: [9999], expect: open, reason: a port that nobody audits }
`;

/** Where each row of the matrix stands. */
const line = (row: number): string => `intent.yaml:${19 + row}`;
const DEFAULT = 'intent.yaml:17';

/** The firewall as the matrix wants it. */
const APPROVED = `
  oifname inside ip daddr ${CONTROL} tcp dport 443 accept
  iifname { fra, nyc } ip daddr ${WEB} tcp dport { 80, 443 } accept
  iifname office ip daddr ${JUMP} tcp dport { 22, 23 } accept
  iifname office ip daddr ${WEB} tcp dport 8080 reject with tcp reset
  iifname dmz ip daddr ${DB} tcp dport { 5432, 5900 } accept
`;

/** What a year of tickets made of it. */
const DRIFTED = `
  oifname inside ip daddr ${CONTROL} tcp dport 443 accept
  iifname { fra, nyc } ip daddr ${WEB} tcp dport 80 accept
  iifname fra ip daddr ${WEB} tcp dport 8080 accept
  iifname { fra, nyc } ip daddr ${JUMP} tcp dport 23 accept
  iifname { fra, nyc } ip daddr ${DB} tcp dport 5900 accept
  iifname office ip daddr ${JUMP} tcp dport 22 accept
  iifname office ip daddr ${WEB} tcp dport 8080 reject with tcp reset
  iifname dmz ip daddr ${DB} tcp dport { 5432, 5900 } accept
`;

describe.skipIf(why !== undefined)(`a firewall review${why === undefined ? '' : ` (${why})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-review-'));
  let zones: Zones;

  /** Looks from every vantage; the runs are named after it. */
  async function look(name: string, rules: string): Promise<void> {
    zones.firewall(rules);
    await Promise.all(
      Object.entries(VANTAGES).map(async ([vantage, { place, zone }]) => {
        const args = ['audit', JUMP, WEB, DB, CONTROL, '--ports=22,23,80,443,5432,5900,8080', '--rate=max'];
        const named = [`--vantage=${vantage}`, `--zone=${zone}`, `--out=${name}-${vantage}`];
        const audited = await portreeve([...args, ...named, '--quiet'], { cwd: folder, netns: zones.at(place) });
        // What the rules about single endpoints say of these servers does not matter here.
        if (![0, 1, 3].includes(audited.exitCode ?? 2)) throw new Error(audited.stderr);
      }),
    );
  }

  async function review(...runs: readonly string[]): Promise<Report> {
    const { stdout, stderr } = await portreeve(['judge', ...runs, '--intent=intent.yaml', '--json'], { cwd: folder });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  }

  const allOf = (name: string): readonly string[] => Object.keys(VANTAGES).map((vantage) => `${name}-${vantage}`);

  beforeAll(async () => {
    zones = createZones(
      Object.values(VANTAGES).map(({ place }) => place),
      [5, 10, 20, 30],
    );
    writeFileSync(join(folder, 'intent.yaml'), MATRIX);
    const screens = [WEB, '80', WEB, '443', WEB, '8080', DB, '5900', CONTROL, '443'];
    await zones.serve(process.execPath, join(LAB, 'screens.mjs'), ...screens);
    for (const port of ['22', '5432'])
      await zones.serve(process.execPath, join(LAB, 'greet.mjs'), port, 'SSH-2.0-OpenSSH_9.2p1\r\n');
    await look('drifted', DRIFTED);
  }, 120_000);

  afterAll(async () => {
    await zones[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('finds every kind of deviation, each with its row, and none besides', async () => {
    const { intent } = await review(...allOf('drifted'));
    expect(
      intent?.deviations.map(({ deviation, zone, address, port, observed, at }) =>
        [deviation, zone, `${address}:${port}`, observed, at].join(' '),
      ),
    ).toEqual([
      `unexpected-open internet ${WEB}:8080 mixed ${line(2)}`,
      `unexpected-open internet ${DB}:5900 open ${DEFAULT}`,
      `wrong-access dmz ${DB}:5900 open ${line(10)}`,
      `wrong-service dmz ${DB}:5432 open ${line(9)}`,
      `missing-open internet ${WEB}:443 blocked ${line(1)}`,
      `passes-but-no-listener internet ${JUMP}:23 closed ${line(4)}`,
      `filtered-not-closed office ${JUMP}:23 blocked ${line(6)}`,
    ]);
    // Every one of them is told by a rule, too.
    expect(intent?.deviations.filter(({ fingerprint }) => fingerprint === null)).toEqual([]);
  });

  it('counts what fits, row by row, and names rows that nothing meets', async () => {
    const { intent } = await review(...allOf('drifted'));
    const told = intent?.rows.map(({ at, state, cells }) => [at, state, ...Object.values(cells)].join(' '));
    expect(told).toEqual([
      `${line(0)} in-force 1 0 0`,
      `${line(1)} in-force 0 1 0`,
      `${line(2)} in-force 0 1 0`,
      `${line(3)} in-force 1 0 0`,
      `${line(4)} in-force 0 1 0`,
      `${line(5)} in-force 1 0 0`,
      `${line(6)} in-force 0 1 0`,
      `${line(7)} in-force 1 0 0`,
      `${line(8)} in-force 2 0 0`,
      `${line(9)} in-force 0 1 0`,
      `${line(10)} in-force 0 1 0`,
      `${line(11)} unused 0 0 0`,
      `${line(12)} unused 0 0 0`,
      // Four hosts by seven ports from three zones, less what the rows name.
      `${DEFAULT} in-force ${84 - 12 - 1} 1 0`,
    ]);
  });

  it('finds nothing wrong but the servers themselves where the firewall is as approved', async () => {
    await look('approved', APPROVED);
    const { intent } = await review(...allOf('approved'));
    expect(intent?.deviations.map(({ deviation, at }) => `${deviation} ${at}`)).toEqual([
      `wrong-access ${line(10)}`,
      `wrong-service ${line(9)}`,
    ]);
  }, 120_000);

  it('fits what a matrix made of the same runs expects, but for what not all vantages of a zone reach', async () => {
    const made = await portreeve(['intent', 'init', ...allOf('drifted').map((run) => `--from=${run}`)], {
      cwd: folder,
    });
    expect(made.exitCode).toBe(0);
    writeFileSync(join(folder, 'made.yaml'), made.stdout.replaceAll('TODO', 'known'));
    const { stdout, stderr } = await portreeve(['judge', ...allOf('drifted'), '--intent=made.yaml', '--json'], {
      cwd: folder,
    });
    expect(stderr).toBe('');
    const report: Report = JSON.parse(stdout);
    expect(
      report.intent?.deviations.map(({ deviation, zone, address, port }) => [deviation, zone, address, port]),
    ).toEqual([['missing-open', 'internet', WEB, 8080]]);
    expect(report.intent?.rows.filter(({ state }) => state !== 'in-force')).toEqual([]);
  });

  it('believes in nothing not open while fewer vantages than the quorum have looked', async () => {
    const report = await review('drifted-vp-fra', 'drifted-vp-office');
    const cells = report.intent?.rows.slice(0, 6).map(({ cells: counts }) => Object.values(counts).join(' '));
    // Open needs one witness: the public site is, staging is not to be. The others wait for the second vantage.
    expect(cells).toEqual(['1 0 0', '0 0 1', '0 1 0', '0 0 1', '0 0 1', '1 0 0']);
    expect(report.outcome.coverage).toBe('incomplete');
    expect(report.intent?.rows.slice(9, 12).map(({ state }) => state)).toEqual(['in-force', 'in-force', 'in-force']);
  });

  it('refuses a matrix that contradicts itself, with both lines', async () => {
    const again = `${MATRIX}  - { from: office, to: web, ports: ['8080-8080'], expect: open, reason: we forgot }\n`;
    writeFileSync(join(folder, 'contradicting.yaml'), again);
    const { exitCode, stderr } = await portreeve(['judge', ...allOf('drifted'), '--intent=contradicting.yaml'], {
      cwd: folder,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^portreeve: contradicting.yaml:32:5: this row and contradicting.yaml:26 contradict/);
  });
});
