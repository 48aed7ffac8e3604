import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importScan } from '../../src/imports/import-scan.ts';
import type { ImportedScan } from '../../src/imports/imported-scan.ts';
import type { Observation } from '../../src/model/observation.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/scans');

/** What a file tells that gives no time. */
export const UNKNOWN_TIME = '2020-01-01T00:00:00.000Z';

export interface ReadScan extends Omit<ImportedScan, 'observations'> {
  readonly observations: readonly Observation[];
}

/** A scan as text, handed over in pieces of `size` bytes. */
export async function importText(text: string, { file = 'scan', size = 65_536 } = {}): Promise<ReadScan> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const scan = await importScan(file, pieces(), { vantage: 'here', at: UNKNOWN_TIME });
  return { ...scan, observations: [...scan.observations] };
}

/** Text of a file below fixtures/scans. */
export function fixtureText(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

export function importFixture(name: string): Promise<ReadScan> {
  return importText(fixtureText(name), { file: name });
}

/** `80 open syn-ack`, with `udp` in front where it is. */
export function states({ observations }: ReadScan): readonly string[] {
  return observations.map(
    ({ transport, port, state, reason }) => `${transport === 'udp' ? 'udp ' : ''}${port} ${state} ${reason}`,
  );
}

/** The observation of a port. @throws where there is none */
export function onPort({ observations }: ReadScan, port: number): Observation {
  const found = observations.find((observation) => observation.port === port);
  if (found === undefined) throw new Error(`nothing is known of port ${port}`);
  return found;
}
