import { describe, expect, it } from 'vitest';
import { fox, parse } from '../../../src/identify/checks/fox.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const HELLO =
  'fox a 0 -1 fox hello\n{\nfox.version=s:1.0.1\nid=i:4294967295\nhostName=s:station\napp.name=s:Station\napp.version=s:3.8.37.3\nbrandId=s:vykon\n};;\n';

describe('a hello', () => {
  it('has fields', () => {
    expect(parse(Buffer.from(HELLO))?.get('app.version')).toBe('3.8.37.3');
    expect(parse(Buffer.from(HELLO))?.has('id')).toBe(false);
  });

  it.each([
    ['without an end', HELLO.slice(0, -5)],
    ['without a version', HELLO.replace('fox.version', 'fax.version')],
    ['of another message', HELLO.replace('fox hello', 'fox login')],
    ['of a client, such as our own', HELLO.replace('fox a 0', 'fox a 1')],
    ['empty', ''],
  ])('%s is none', (_, text) => expect(parse(Buffer.from(text))).toBeUndefined());
});

it('names brand and version, and says nothing of access', async () => {
  await using peer = await startPeer((socket) => void socket.once('data', () => socket.write(HELLO)));
  expect((await askCheck(fox, peer))?.answer).toMatchObject({
    product: 'Niagara (vykon)',
    version: '3.8.37.3',
    access: 'unknown',
  });
});
