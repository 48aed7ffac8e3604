import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/ndmp.ts';

/** Fragment, sequence, time, type, message, reply sequence, error, reason, version, text. */
function notice({ type = 0, message = 0x502, reason = 0, version = 4 } = {}): Buffer {
  const words = [0x8000_0024, 1, 1_700_000_000, type, message, 0, 0, reason, version, 0];
  const bytes = Buffer.alloc(40);
  words.forEach((word, index) => bytes.writeUInt32BE(word, index * 4));
  return bytes;
}

it.each([
  ['connected', notice(), { reason: 0, version: 4 }],
  ['refused', notice({ reason: 2 }), { reason: 2, version: 4 }],
  ['a reply', notice({ type: 1 }), undefined],
  ['another message', notice({ message: 0x501 }), undefined],
  ['no version', notice({ version: 0 }), undefined],
  ['half', notice().subarray(0, 30), undefined],
])('%s', (_, bytes, expected) => expect(parse(bytes)).toEqual(expected));
