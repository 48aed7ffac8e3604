import { describe, expect, it } from 'vitest';
import { element, integer } from '../../../src/identify/ber.ts';
import { buildRead, ldap, parse, parseEntry } from '../../../src/identify/checks/ldap.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer, type Peer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const text = (value: string): Buffer => element(0x04, value);
const message = (id: number, operation: Buffer): Buffer => element(0x30, integer(id), operation);
/** RFC 4511 section 4.1.9. */
const result = (id: number, tag: number, code: number, diagnosis = ''): Buffer =>
  message(id, element(tag, element(0x0a, Buffer.of(code)), text(''), text(diagnosis)));
const entry = (id: number, attributes: Readonly<Record<string, readonly string[]>>): Buffer => {
  const parts = Object.entries(attributes).map(([name, values]) =>
    element(0x30, text(name), element(0x31, ...values.map(text))),
  );
  return message(id, element(0x64, text(''), element(0x30, ...parts)));
};
const bound = (code: number): Buffer => result(1, 0x61, code);
const done = (id: number, code = 0, diagnosis = ''): Buffer => result(id, 0x65, code, diagnosis);
/** RFC 4511 section 4.4.1. */
const NOTICE = message(
  0,
  element(0x78, element(0x0a, Buffer.of(2)), text(''), text(''), element(0x8a, '1.3.6.1.4.1.1466.20036')),
);

describe('the messages of a server', () => {
  it.each([
    ['a bind', bound(0), [0]],
    ['a refused bind', bound(48), [48]],
    ['an entry and its end', Buffer.concat([entry(2, {}), done(2)]), [undefined, 0]],
    ['a notice of disconnection', NOTICE, [2]],
    ['the complete ones', Buffer.concat([bound(0), done(2).subarray(0, -1)]), [0]],
    ['lengths in the long form', Buffer.from('3084000000100201016184000000070a010004000400', 'hex'), [0]],
    ['nothing', Buffer.alloc(0), []],
    ['a request', buildRead('dc=example').bytes, []],
    ['a result without its texts', message(1, element(0x61, element(0x0a, Buffer.of(0)))), []],
    ['an answer to nobody', message(1, element(0x7f, 'x')), []],
    ['Kerberos', Buffer.from('7e0330010a', 'hex'), []],
    ['an endless length', Buffer.from('3080020101', 'hex'), []],
    ['more than there is', Buffer.from('30ff020101', 'hex'), []],
  ])('%s', (_, bytes, codes) => expect(parse(bytes).map((one) => one.result?.code)).toEqual(codes));

  it('gives attributes by their names in lower case', () => {
    const [found] = parse(entry(2, { namingContexts: ['dc=a', 'dc=b'], vendorName: ['x'] }));
    expect([...parseEntry(found?.body ?? Buffer.alloc(0))]).toEqual([
      ['namingcontexts', ['dc=a', 'dc=b']],
      ['vendorname', ['x']],
    ]);
  });
});

it('declares contexts of every length', () => {
  const { pattern } = buildRead('');
  for (const length of [0, 1, 60, 100, 127, 128, 200, 250])
    expect(buildRead('a'.repeat(length)).bytes.toString('latin1')).toMatch(pattern ?? /-/);
});

/** Gives the answers by the number of the message that is asked. */
function startDirectory(answers: Readonly<Record<number, Buffer>>): Promise<Peer> {
  return startPeer((socket) => {
    socket.on('data', (bytes) => {
      const id = bytes[bytes.indexOf(0x02) + 2] ?? 0;
      const answer = answers[id];
      if (answer !== undefined) socket.write(answer);
      else socket.end();
    });
  });
}

const ACTIVE_DIRECTORY = {
  defaultNamingContext: ['DC=lab,DC=example'],
  namingContexts: ['DC=lab,DC=example', 'CN=Configuration,DC=lab,DC=example'],
  supportedCapabilities: ['1.2.840.113556.1.4.800'],
};
const root = (attributes: Readonly<Record<string, readonly string[]>>): Buffer =>
  Buffer.concat([entry(2, attributes), done(2)]);
const ONE = root({ namingContexts: ['dc=example'] });
const BIND_FIRST =
  '000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection.';

const SAMBA = '00002020: Operation unavailable without authentication';

describe('access', () => {
  it.each([
    ['the entry is given', { 1: bound(0), 2: ONE, 3: Buffer.concat([entry(3, {}), done(3)]) }, 'none-required'],
    ['the bind is refused and the entry given', { 1: bound(48), 2: ONE, 3: entry(3, {}) }, 'none-required'],
    ['insufficient rights', { 1: bound(0), 2: ONE, 3: done(3, 50) }, 'required'],
    ['the context is hidden', { 1: bound(0), 2: ONE, 3: done(3, 32) }, 'required'],
    ['Active Directory', { 1: bound(0), 2: root(ACTIVE_DIRECTORY), 3: done(3, 1, BIND_FIRST) }, 'required'],
    ['Samba in its place', { 1: bound(0), 2: ONE, 3: done(3, 1, SAMBA) }, 'required'],
    ['the server is in trouble', { 1: bound(0), 2: ONE, 3: done(3, 1, 'out of memory') }, 'unknown'],
    ['the server is busy', { 1: bound(0), 2: ONE, 3: done(3, 51) }, 'unknown'],
    ['success without an entry', { 1: bound(0), 2: ONE, 3: done(3) }, 'unknown'],
    ['no context is named', { 1: bound(0), 2: root({ vendorName: ['x'] }) }, 'unknown'],
    ['the root DSE is all that is given', { 1: bound(0), 2: root({ namingContexts: [''] }) }, 'unknown'],
    ['an entry of another answer', { 1: bound(0), 2: ONE, 3: Buffer.concat([entry(2, {}), done(3)]) }, 'unknown'],
    ['nothing but a refused bind', { 1: bound(48) }, 'required'],
    ['nothing but an accepted bind', { 1: bound(0) }, 'unknown'],
    ['a protocol error', { 1: bound(2) }, 'unknown'],
  ])('%s', async (_, answers, access) => {
    await using peer = await startDirectory(answers);
    expect((await askCheck(ldap, peer))?.answer.access).toBe(access);
  });
});

it('names Active Directory, asks for each context once, and says goodbye', async () => {
  await using peer = await startDirectory({ 1: bound(0), 2: root(ACTIVE_DIRECTORY), 3: done(3, 1, BIND_FIRST) });
  const found = await askCheck(ldap, peer);
  expect(found?.answer).toMatchObject({
    product: 'Active Directory',
    details: { 'ldap.anonymous_bind': true, 'ldap.tls': 'unsupported' },
  });
  expect(found?.evidence.map(({ question }) => question)).toEqual([
    'anonymous bind',
    'read the root DSE',
    'read a naming context, without attributes',
    'read a naming context, without attributes',
    'StartTLS',
  ]);
});

it('names a vendor, printable', async () => {
  await using peer = await startDirectory({ 1: bound(0), 2: root({ vendorName: ['a\x1b'], vendorVersion: ['1.2'] }) });
  expect((await askCheck(ldap, peer))?.answer).toMatchObject({ product: 'a\\x1b', version: '1.2' });
});

it.each([
  ['something else is said', Buffer.from('HTTP/1.1 400 Bad\r\n\r\n')],
  ['the answer is to another message', result(2, 0x61, 0)],
  ['another operation is answered', done(1)],
])('finds nothing where %s', async (_, answer) => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(answer)));
  expect((await askCheck(ldap, peer))?.check.name).not.toBe('ldap');
});

it.each(['ldap/open', 'ldap/users'])('%s: what was recorded is recognised', (name) =>
  expect(ldap.recognizes(replyTo(name, 'anonymous bind'))).toBe(true),
);

it('does not take a failed handshake for a server without StartTLS, nor its demand for a refusal of strangers', async () => {
  await using peer = await startDirectory({ 1: bound(13), 2: done(2, 13), 4: result(4, 0x78, 0) });
  expect((await askCheck(ldap, peer))?.answer).toMatchObject({
    access: 'unknown',
    details: { 'ldap.tls': 'required' },
  });
});

it.each([
  [0, { 'ldap.anonymous_bind': true }],
  [48, { 'ldap.anonymous_bind': false }],
  [53, { 'ldap.anonymous_bind': false }],
  [51, {}],
])('bind result %i: %j', async (code, details) => {
  await using peer = await startDirectory({ 1: bound(code), 2: ONE, 3: done(3, 32) });
  expect((await askCheck(ldap, peer))?.answer.details).toEqual({ ...details, 'ldap.tls': 'unsupported' });
});
