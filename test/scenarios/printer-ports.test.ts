import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replay, startPeer, type Peer } from '../identify/peer.ts';
import { recording } from '../identify/recording.ts';
import { portreeve, readReport } from '../lab/portreeve.ts';

const PORT = 9104;
const start = (address: string): Promise<Peer> =>
  startPeer(replay(recording('redis/password')), { address, port: PORT });

it('a printer port hears nothing, but where the inventory says that it is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portreeve-printers-'));
  try {
    await using printer = await start('127.96.0.1');
    await using labelled = await start('127.96.0.2');
    const inventory = join(folder, 'hosts.csv');
    await writeFile(inventory, 'address,allow_payload\n127.96.0.1,\n127.96.0.2,yes\n');
    const directory = join(folder, 'run');
    await portreeve(['audit', inventory, '-p', String(PORT), '--engine', 'node', '--out', directory, '--quiet']);
    const report = readReport(directory);
    const services = report.endpoints.map(({ address, service }) => [address, service?.name, service?.method]);
    expect(services).toEqual([
      ['127.96.0.1', 'unknown', 'port-number'],
      ['127.96.0.2', 'redis', 'probed'],
    ]);
    expect(Buffer.concat(printer.heard)).toEqual(Buffer.alloc(0));
    expect(Buffer.concat(labelled.heard).length).toBeGreaterThan(0);
    expect(report.scope.targets.map(({ labels }) => labels.allowPayload)).toEqual([undefined, true]);
    const run = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
    expect(run.request.identify).toMatchObject({ ics: false, maxEffect: 'session' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
