import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portreeve } from '../lab/portreeve.ts';

const folder = mkdtempSync(join(tmpdir(), 'portreeve-intent-'));
let servers: readonly Server[] = [];
let port = 0;

/** Runs one command line in the folder of this test. */
function inFolder(...args: readonly string[]): ReturnType<typeof portreeve> {
  return portreeve(args, { cwd: folder });
}

function listen(address: string, wanted: number): Server {
  return createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume();
    socket.end('SSH-2.0-OpenSSH_9.2p1\r\n');
  }).listen(wanted, address);
}

beforeAll(async () => {
  const first = listen('127.0.0.21', 0);
  await once(first, 'listening');
  const bound = first.address();
  port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  const second = listen('127.0.0.22', port);
  await once(second, 'listening');
  servers = [first, second];
  const { exitCode, stderr } = await inFolder(
    'audit',
    '127.0.0.20-127.0.0.22',
    `--ports=${port}`,
    '--vantage=vp-1',
    '--zone=office',
    '--out=run',
  );
  // What the rules say of these servers does not matter here.
  if (![0, 1, 3].includes(exitCode ?? 2)) throw new Error(stderr);
});

afterAll(async () => {
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  rmSync(folder, { recursive: true });
});

describe('an intent matrix', () => {
  it('is made of a run, is refused until it has reasons, and then fits the run', async () => {
    const made = await inFolder('intent', 'init', '--from', 'run');
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(made.stdout).toContain(`from: office, to: group-1, ports: [${port}], expect: open, reason: TODO`);
    expect(made.stdout).toContain('- 127.0.0.21-127.0.0.22');
    expect((await inFolder('intent', 'init', '--from', join('run', 'report.json'))).stdout).toBe(made.stdout);

    writeFileSync(join(folder, 'intent.yaml'), made.stdout);
    const refused = await inFolder('intent', 'check', 'intent.yaml');
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toMatch(
      /^portreeve: intent.yaml:\d+:10: \/metadata\/owner is still to do: fill it in, not "TODO"\nportreeve: intent.yaml:\d+:\d+: \/matrix\/0\/reason is still to do: fill it in, not "TODO"\n$/,
    );

    writeFileSync(join(folder, 'intent.yaml'), made.stdout.replaceAll('TODO', 'known'));
    const checked = await inFolder('intent', 'check', 'intent.yaml', '--against', 'run', '--strict');
    expect(checked).toMatchObject({ exitCode: 0, stderr: '' });
    expect(checked.stdout.split('\n').slice(1)).toEqual([
      'owner known, not approved by anybody, no day of review',
      '1 row about 1 group, default not-open, 0 controls',
      'from office (1 vantage)',
      'intent.yaml: zone office has no control, so that silence is weak evidence',
      '',
    ]);
  });

  it('is made of what a firewall allows', async () => {
    const rules = ['*filter', ':INPUT DROP [0:0]', '-A INPUT -s 10.1.0.0/16 -d 192.0.2.7 -p tcp --dport 22 -j ACCEPT'];
    writeFileSync(join(folder, 'rules.txt'), [...rules, 'COMMIT', ''].join('\n'));
    const zones = ['--declared-from', 'office=10.1.0.0/16', '--declared-from', 'internet=198.51.100.0/24'];
    const made = await inFolder('intent', 'init', '--declared', 'rules.txt', ...zones);
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(made.stdout.match(/- \{.*/g)).toEqual([
      '- {from: office, to: declared-1, ports: [22], expect: open, reason: TODO}',
    ]);
    writeFileSync(join(folder, 'declared.yaml'), made.stdout);
    const refused = await inFolder('intent', 'check', 'declared.yaml');
    expect(refused.stderr.match(/\/\S+(?= is still to do)/g)).toEqual([
      '/metadata/owner',
      '/zones/office/vantages/0',
      '/zones/internet/vantages/0',
      '/matrix/0/reason',
    ]);
    const filled = ['me', 'vp-1', 'vp-2', 'administration'].reduce(
      (text, word) => text.replace(/\bTODO$|TODO(?=\})/m, word),
      made.stdout,
    );
    writeFileSync(join(folder, 'declared.yaml'), filled);
    expect(await inFolder('intent', 'check', 'declared.yaml')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('is told with what a reviewer should look at', async () => {
    const text = `apiVersion: portreeve/v1
kind: IntentMatrix
metadata: { id: old, title: Old, owner: me, approved_by: you, review_by: 2020-02-29 }
zones: { office: { vantages: [vp-2, vp-3], quorum: 1 } }
groups: { both: { targets: [127.0.0.21-127.0.0.22] }, one: { targets: [127.0.0.21] }, none: { targets: [127.0.0.99] } }
controls: [{ zone: office, target: 127.0.0.21, port: ${port} }]
default: { expect: not-open }
matrix:
  - { from: office, to: one, ports: [${port}], expect: open, expires: 2020-01-31 }
  - { from: office, to: one, ports: ['${port - 1}-${port}'], expect: closed }
  - { from: office, to: one, ports: ['${port}-${port}'], expect: open, expires: 2019-01-31 }
  - { from: office, to: both, ports: [${port - 1}], expect: blocked }
`;
    writeFileSync(join(folder, 'old.yaml'), text);
    const checked = await inFolder('intent', 'check', 'old.yaml', '--against', 'run');
    expect(checked).toMatchObject({ exitCode: 0, stderr: '' });
    expect(checked.stdout.split('\n')).toEqual([
      'old.yaml: Old',
      'owner me, approved by you, to be reviewed by 2020-02-29',
      '4 rows about 3 groups, default not-open, 1 control',
      'from office (2 vantages, quorum 1)',
      'old.yaml: was to be reviewed by 2020-02-29',
      `old.yaml:9: office to one ${port}/tcp open expired after 2020-01-31, and still applies`,
      `old.yaml:11: office to one ${port}-${port}/tcp open expired after 2019-01-31, and still applies`,
      `old.yaml:11: office to one ${port}-${port}/tcp open never holds: other rows name all of it as closely or more closely`,
      'old.yaml: no row names the group none',
      'old.yaml: no zone has the vantage vp-1 of run, so that its observations fill no row',
      `old.yaml:10: office to one ${port - 1}-${port}/tcp closed meets no host and port of run`,
      `old.yaml:11: office to one ${port}-${port}/tcp open meets no host and port of run`,
      `old.yaml:12: office to both ${port - 1}/tcp blocked meets no host and port of run`,
      '',
    ]);
    expect((await inFolder('intent', 'check', 'old.yaml', '--strict')).exitCode).toBe(1);
  });

  it('is refused with the line and a suggestion', async () => {
    const made = readFileSync(join(folder, 'intent.yaml'), 'utf8');
    writeFileSync(join(folder, 'typo.yaml'), made.replace('from: office', 'from: ofice'));
    const { exitCode, stderr } = await inFolder('intent', 'check', 'typo.yaml');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^portreeve: typo.yaml:\d+:12: unknown zone "ofice" - did you mean "office"\?\n$/);
    writeFileSync(join(folder, 'service.yaml'), made.replace('reason:', 'service: postgres, reason:'));
    expect((await inFolder('intent', 'check', 'service.yaml')).stderr).toContain('did you mean "postgresql"?');
  });

  it('needs a run that is there', async () => {
    expect((await inFolder('intent', 'init', '--from', 'nowhere')).stderr).toContain('cannot read the report (ENOENT)');
    const against = await inFolder('intent', 'check', 'intent.yaml', '--against', 'nowhere');
    expect(against).toMatchObject({ exitCode: 2, stdout: '' });
    expect(against.stderr).toContain('there is no such file');
  });
});
