import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/identify/checks.ts';
import type { Check } from '../../src/identify/check.ts';
import { createIdentifier } from '../../src/identify/identifier.ts';
import { reasonToSkip } from '../lab/servers/find-program.ts';
import { askCheck } from './ask-check.ts';
import { LOOPBACK } from './peer.ts';
import { startRecordingProxy, UNDECLARED } from './recording-proxy.ts';
import { writeRecording } from './recording.ts';
import { SCENES } from './scenes.ts';

/** `UPDATE_RECORDINGS=redis/open npx vitest run test/identify/real-servers.test.ts` writes what this server says; `all` does so for every one. */
const UPDATE = process.env['UPDATE_RECORDINGS'];

/** On a busy machine some servers take long to start. */
const OPTIONS = { timeout: 90_000 };

describe('every server is known on a port that tells nothing', OPTIONS, () => {
  it.concurrent.for(Object.entries(SCENES).filter(([, { slow }]) => slow !== true))(
    '%s',
    async ([, { needs, start, expected }], context) => {
      const missing = needs.length === 0 ? undefined : reasonToSkip(...needs);
      if (missing !== undefined) context.skip(missing);
      await using server = await start();
      const identifier = createIdentifier({ gate: LOOPBACK, mode: 'all', concurrency: 8, deadlineMs: 6000 });
      const endpoint = { address: server.address, port: server.port, transport: 'tcp' } as const;
      expect(await identifier.identify(endpoint, 'lab.example')).toMatchObject(expected);
    },
  );
});

describe('every byte that a check sends was declared', OPTIONS, () => {
  const scenes = Object.entries(SCENES).filter(([, { recording }]) => recording !== undefined);
  it.concurrent.for(scenes)('%s', async ([title, { needs, start, recording = '' }], context) => {
    const missing = needs.length === 0 ? undefined : reasonToSkip(...needs);
    if (missing !== undefined) context.skip(missing);
    await using server = await start();
    await using proxy = await startRecordingProxy(server);
    const check = checkOf(recording);
    const found = await askCheck(check, proxy);
    expect(found?.check.name).toBe(check.name);
    const exchanges = proxy.exchanges(check.sends);
    expect(exchanges.map(({ question }) => question)).not.toContain(UNDECLARED);
    if (UPDATE === recording || UPDATE === 'all') writeRecording(recording, { server: title, exchanges });
  });
});

function checkOf(recording: string): Check {
  const check = CHECKS.find(({ name }) => name === recording.split('/')[0]);
  if (check === undefined) throw new Error(`no check for the recording ${recording}`);
  return check;
}
