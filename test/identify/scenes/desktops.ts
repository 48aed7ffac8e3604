import { expect } from 'vitest';
import { startQemuSpice } from '../../lab/servers/qemu-spice.ts';
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
  'SPICE without TLS': {
    needs: ['qemu-system-x86_64'],
    start: () => startQemuSpice(),
    expected: { service: service('spice', null, null), access: 'unknown', details: { 'spice.cleartext': true } },
    recording: 'spice/qemu',
  },
  'SPICE that wants TLS': {
    needs: ['qemu-system-x86_64', 'openssl'],
    start: () => startQemuSpice({ onlyInsideTls: true }),
    expected: { service: service('spice', null, null), access: 'unknown', details: { 'spice.cleartext': false } },
    recording: 'spice/qemu-tls',
  },
};
