import { describe, expect, it } from 'vitest';
import { parse, xmpp } from '../../../src/identify/checks/xmpp.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const HEAD = `<?xml version='1.0'?><stream:stream from='a' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
const features = (text: string): string => `${HEAD}<stream:features>${text}</stream:features>`;
const TLS = '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"><required/></starttls>';
const PLAIN = '<mechanisms><mechanism>PLAIN</mechanism></mechanisms>';

it.each([
  [features(TLS), { tls: 'required', mechanisms: [], error: undefined }],
  [features(`<starttls xmlns='x'/>${PLAIN}`), { tls: 'offered', mechanisms: ['PLAIN'], error: undefined }],
  [features(`<starttls></starttls><x><required/></x>`), { tls: 'offered', mechanisms: [], error: undefined }],
  [`${HEAD}<stream:features/>`, { tls: 'none', mechanisms: [], error: undefined }],
  [
    `${HEAD}<stream:error><host-unknown xmlns='x'/></stream:error>`,
    { tls: 'none', mechanisms: [], error: 'host-unknown' },
  ],
  [HEAD, undefined],
  ['<html><stream:stream >', undefined],
])('%s', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));

describe('what a stranger learns', () => {
  it.each([
    ['that a password is wanted', features(PLAIN), 'required', { 'xmpp.tls': 'none', 'xmpp.mechanisms': ['PLAIN'] }],
    ['that the host is unknown', `${HEAD}<stream:error><host-unknown/></stream:error>`, 'unknown', {}],
    ['that TLS is required, which then fails', features(TLS), 'unknown', { 'xmpp.tls': 'required' }],
  ])('%s', async (_, reply, access, details) => {
    await using peer = await startPeer((socket) =>
      socket.on('data', (bytes) => bytes.includes('<stream:stream') && socket.write(reply)),
    );
    expect((await askCheck(xmpp, peer))?.answer).toMatchObject({ access, details });
  });
});
