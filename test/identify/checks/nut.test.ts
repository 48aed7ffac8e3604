import { expect, it } from 'vitest';
import { nut, parse, parseList } from '../../../src/identify/checks/nut.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const VER = 'Network UPS Tools upsd 2.8.0 - http://www.networkupstools.org/\n';

it.each([
  [VER, { version: '2.8.0' }],
  ['Network UPS Tools upsd\n', { version: null }],
  ['ERR UNKNOWN-COMMAND\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));

it.each([
  ['BEGIN LIST UPS\nUPS a "x"\nUPS b ""\nEND LIST UPS\n', ['a', 'b']],
  ['BEGIN LIST UPS\nUPS a "x"\n', undefined],
  ['ERR ACCESS-DENIED\n', 'denied'],
])('%j', (text, expected) => expect(parseList(Buffer.from(text))).toEqual(expected));

it.each([
  ['ERR ACCESS-DENIED\n', 'refused-by-acl'],
  ['ERR UNKNOWN-COMMAND\n', 'unknown'],
  ['BEGIN LIST UPS\nEND LIST UPS\n', 'none-required'],
])('the list answered with %j: %s', async (list, access) => {
  await using peer = await startPeer((socket) =>
    socket.on('data', (bytes) => socket.write(bytes.includes('VER') ? VER : list)),
  );
  expect((await askCheck(nut, peer))?.answer.access).toBe(access);
});
