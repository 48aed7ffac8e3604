import { describe, expect, it } from 'vitest';
import { buildUrl, parse, parseLogin, parseMechanisms, svn } from '../../../src/identify/checks/svn.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const GREETING = '( success ( 2 2 ( ) ( edit-pipeline svndiff1 ) ) ) ';

it.each([
  [GREETING, true],
  ['( success ( ) ) ', false],
  ['( failure ( ) ) ', false],
])('%j is Subversion: %s', (text, expected) => expect(parse(Buffer.from(text))).toBe(expected));

it.each([
  ['( success ( ( ANONYMOUS CRAM-MD5 ) 5:realm ) ) ', ['ANONYMOUS', 'CRAM-MD5']],
  ['( success ( ( ) 0: ) ) ', []],
  ['( failure ( ( 210005 3:bad 0: 0 ) ) ) ', 'failure'],
  ['( success ', undefined],
])('%j', (text, expected) => expect(parseMechanisms(Buffer.from(text))).toEqual(expected));

it('lets no host name break out of the URL', () => {
  expect(buildUrl('a b ( x )').bytes.toString()).toContain('14:svn://invalid/ ');
  expect(buildUrl('lab.example').bytes.toString()).toContain('18:svn://lab.example/ ');
});

describe('access', () => {
  const OFFER = '( success ( ( ANONYMOUS ) 5:realm ) ) ';
  it.each([
    ['anonymous and let in', OFFER, '( success ( ) ) ( success ( 4:uuid 3:svn ( ) ) ) ', 'none-required'],
    ['anonymous and then refused', OFFER, '( success ( ) ) ( failure ( ( 170001 2:no 0: 0 ) ) ) ', 'unknown'],
    ['anonymous refused', OFFER, '( failure ( 2:no ) ) ', 'unknown'],
    ['no repository at the root', '( failure ( ( 210005 2:no 0: 0 ) ) ) ', '', 'unknown'],
    ['passwords', '( success ( ( CRAM-MD5 ) 5:realm ) ) ', '', 'required'],
  ])('%s', async (_, offer, login, access) => {
    await using peer = await startPeer((socket) => {
      socket.write(GREETING);
      socket.on('data', (bytes) => socket.write(bytes.includes('( ANONYMOUS (') ? login : offer));
    });
    expect((await askCheck(svn, peer))?.answer.access).toBe(access);
  });

  it('is known only with the repository', () => expect(parseLogin(Buffer.from('( success ( ) ) '))).toBeUndefined());
});
