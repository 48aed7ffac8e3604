import { expect, it } from 'vitest';
import { managesieve, parse } from '../../../src/identify/checks/managesieve.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

// RFC 5804 section 1.7.
const GREETING = '"IMPLEMENTATION" "Example1 ManageSieved v001"\r\n"SASL" "PLAIN"\r\n"VERSION" "1.0"\r\n';

it.each([
  [`${GREETING}OK\r\n`, { implementation: 'Example1 ManageSieved v001', starttls: false }],
  [`${GREETING}"STARTTLS"\r\nOK "hi"\r\n`, { implementation: 'Example1 ManageSieved v001', starttls: true }],
  [GREETING, undefined],
  ['OK\r\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));

it('says that users only are served', async () => {
  await using peer = await startPeer((socket) => socket.write(`${GREETING}OK\r\n`));
  const answer = (await askCheck(managesieve, peer))?.answer;
  expect(answer).toMatchObject({ access: 'required', details: { 'managesieve.tls': false } });
});
