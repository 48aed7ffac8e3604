import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/identify/checks.ts';
import { askRecording } from './ask-check.ts';
import { RECORDINGS } from './recording.ts';
import { SCENES } from './scenes.ts';

const recorded = Object.entries(SCENES).filter(([, { recording }]) => recording !== undefined);

describe('what was recorded from a server says the same as the server', () => {
  it.concurrent.for(recorded)('%s', async ([, { expected, recording = '' }]) => {
    expect(RECORDINGS.has(recording)).toBe(true);
    const check = CHECKS.find(({ name }) => name === recording.split('/')[0]);
    if (check === undefined) throw new Error(`no check for ${recording}`);
    const found = await askRecording(check, recording);
    const answer = found?.answer;
    const service = {
      name: answer?.name ?? check.name,
      product: answer?.product,
      version: answer?.version,
      tls: false,
      method: 'probed',
    };
    expect({ service, access: answer?.access, details: answer?.details }).toMatchObject(expected);
  });
});
