import { expect } from 'vitest';
import { startXvfb } from '../../lab/servers/xvfb.ts';
import { service, type Scenes } from '../scene.ts';

export const DESKTOPS: Scenes = {
  'X11 without access control': {
    needs: ['Xvfb'],
    start: () => startXvfb({ access: 'everybody' }),
    expected: {
      service: service('x11', 'The X.Org Foundation', expect.stringMatching(/^\d+\.\d+\.\d+$/)),
      access: 'none-required',
    },
    recording: 'x11/open',
  },
  'X11 with a cookie': {
    needs: ['Xvfb'],
    start: () => startXvfb({ access: 'cookie' }),
    expected: { service: service('x11', null, null), access: 'required' },
    recording: 'x11/cookie',
  },
};
