import { describe, expect, it } from 'vitest';
import { http } from '../../../src/identify/checks/http.ts';
import { APPLICATIONS } from '../../../src/identify/web/applications.ts';
import { askCheck } from '../ask-check.ts';
import { CONTAINERS_SPOKEN } from './replies-own.ts';
import type { SpokenCase } from './replies.ts';
import { speakWeb } from './speak-web.ts';
import { nameOf, UNDECLARED } from '../recording-proxy.ts';

const SPOKEN: readonly SpokenCase[] = [...CONTAINERS_SPOKEN];

describe('what the documentation says that it says, on a port that tells nothing', () => {
  it.each(SPOKEN.map((spoken) => [spoken.name, spoken.access, spoken] as const))(
    '%s: %s',
    async (name, access, spoken) => {
      await using peer = await speakWeb(spoken);
      const found = await askCheck(http, peer);
      const product = APPLICATIONS.find((application) => application.name === name)?.product;
      expect(found?.answer).toMatchObject({ name, product, version: spoken.version, access });
      for (const sent of peer.heard) expect(nameOf(sent, http.sends)).not.toBe(UNDECLARED);
    },
  );
});
