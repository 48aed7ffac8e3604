import { describe, expect, it } from 'vitest';
import { memcached, parse } from '../../../src/identify/checks/memcached.ts';
import { askRecording } from '../ask-check.ts';

describe('the answer to version', () => {
  it.each([
    ['VERSION 1.6.18\r\n', { version: '1.6.18' }],
    ['CLIENT_ERROR unauthenticated\r\n', { version: null }],
    ['VERSION \r\n', undefined],
    ['VERSION 1.6.18', undefined],
    ['ERROR\r\n', undefined],
  ])('%j', (text, reply) => expect(parse(Buffer.from(text))).toEqual(reply));
});

it.each([
  ['memcached/open', 'none-required', '1.6.18'],
  ['memcached/authentication', 'required', null],
] as const)('%s: %s', async (name, access, version) => {
  const found = await askRecording(memcached, name);
  expect(found?.answer).toEqual({ product: 'memcached', version, confidence: 10, access, details: {} });
});
