import { describe, expect, it } from 'vitest';
import { kerberos, parse } from '../../../src/identify/checks/kerberos.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const REFUSAL = replyTo('kerberos/mit', 'AS-REQ of nobody');
/** What MIT's KDC says to `GET /`: KRB_ERR_FIELD_TOOLONG. */
const TOO_LONG = Buffer.from(
  '0000005e7e5c305aa003020105a10302011ea411180f32303236313132313137313631335aa5050203066e08a60302013da90d1b0b4c41422e4558414d504c45aa20301ea003020102a11730151b066b72627467741b0b4c41422e4558414d504c45',
  'hex',
);

function changed(at: number, hex: string): Buffer {
  const copy = Buffer.from(TOO_LONG);
  copy.write(hex, at, 'hex');
  return copy;
}

describe('a KRB-ERROR (RFC 4120 section 5.9.1)', () => {
  it.each([
    ['to nobody', REFUSAL, { code: 6 }],
    ['to too long a request', TOO_LONG, { code: 61 }],
    ['another length before it', changed(3, '5f'), undefined],
    ['a reply', changed(4, '6b'), undefined],
    ['another version', changed(12, '04'), undefined],
    ['another message', changed(17, '1f'), undefined],
    ['one byte short', TOO_LONG.subarray(0, -1), undefined],
    ['without its length', TOO_LONG.subarray(4), undefined],
    ['LDAP', Buffer.from('300c02010161070a010004000400', 'hex'), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

it('is known by what it says to other questions', () => expect(kerberos.recognizes(TOO_LONG)).toBe(true));

it('claims nothing about access', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(REFUSAL)));
  expect((await askCheck(kerberos, peer))?.answer).toMatchObject({ confidence: 10, access: 'unknown' });
});

it('finds nothing where something else is said', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end('nonsense')));
  expect(await askCheck(kerberos, peer)).toBeUndefined();
});
