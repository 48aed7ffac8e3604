import { describe, expect, it } from 'vitest';
import { guacd, parse } from '../../../src/identify/checks/guacd.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const ARGS = '4.args,13.VERSION_1_5_0,8.hostname,4.port,8.password;';
const ERROR = '5.error,17.Protocol unknown.,3.768;';

describe('an instruction', () => {
  it.each([
    [ARGS, ['args', 'VERSION_1_5_0', 'hostname', 'port', 'password']],
    ['3.nop;4.sync,1.1;', ['nop']],
    ['5.größe,0.;', ['größe', '']],
    ['4.args,8.hostname', undefined],
    ['4.args,9.hostname;', undefined],
    ['4.args.8.hostname;', undefined],
    ['args;', undefined],
    ['', undefined],
  ])('%s', (text, elements) => expect(parse(Buffer.from(text))).toEqual(elements));
});

it.each([
  ['arguments', ARGS, 'none-required'],
  ['an error', ERROR, 'unknown'],
  ['no arguments', '4.args;', undefined],
  ['an error without a number', '5.error,2.no,1.x;', undefined],
  ['another instruction', '4.name,1.x;', undefined],
  ['something else', 'nonsense', undefined],
])('%s: access %s', async (_, answer, access) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(answer)));
  expect((await askCheck(guacd, peer))?.answer.access).toBe(access);
});

it('says goodbye and asks for no connection', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.write(ARGS)));
  const found = await askCheck(guacd, peer);
  expect(found?.evidence.map(({ question }) => question)).toEqual(['select vnc', 'disconnect']);
});
