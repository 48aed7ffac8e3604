import { expect, it } from 'vitest';
import { afp, parse } from '../../../src/identify/checks/afp.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** FPGetSrvrInfo: five words of offsets and flags, the server's name, then what the offsets point to. */
function status(uams: readonly string[]): Buffer {
  const pascal = (text: string): string => `${String.fromCharCode(text.length)}${text}`;
  const [name, machine] = [pascal('lab'), pascal('Netatalk')];
  const list = String.fromCharCode(uams.length) + uams.map(pascal).join('');
  const body = Buffer.concat([Buffer.alloc(10), Buffer.from(name + machine + list, 'latin1')]);
  body.writeUInt16BE(10 + name.length, 0);
  body.writeUInt16BE(10 + name.length + machine.length, 4);
  const head = Buffer.from('01035052000000000000000000000000', 'hex');
  head.writeUInt32BE(body.length, 8);
  return Buffer.concat([head, body]);
}

it('reads what a server tells about itself', () => {
  const expected = { serverName: 'lab', machineType: 'Netatalk', uams: ['DHX2', 'No User Authent'] };
  expect(parse(status(['DHX2', 'No User Authent']))).toEqual(expected);
  expect(parse(status(['DHX2']).subarray(0, 30))).toBeUndefined();
  expect(parse(Buffer.from('00035052000000000000000000000000', 'hex'))).toBeUndefined();
});

it.each([
  [['DHX2', 'No User Authent'], 'unknown', true],
  [['DHX2'], 'required', false],
] as const)('%j: %s', async (uams, access, guest) => {
  await using peer = await startPeer((socket) => socket.on('data', () => socket.write(status(uams))));
  expect((await askCheck(afp, peer))?.answer).toMatchObject({ access, details: { 'afp.guest': guest } });
});
