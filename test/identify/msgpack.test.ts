import { expect, it } from 'vitest';
import { decodeMsgpack } from '../../src/identify/msgpack.ts';

it.each([
  ['c0', [null]],
  ['c2c3', [false, true]],
  ['7fe0ccffcdffffceffffffff', [127, -32, 255, 65_535, 4_294_967_295]],
  ['d0ffd1fffed2fffffffd', [-1, -2, -3]],
  ['cf0000000000000007d3ffffffffffffffff', [7, -1]],
  ['a161d90162da000163db0000000164', ['a', 'b', 'c', 'd']],
  ['920102dc000103dd0000000104', [[1, 2], [3], [4]]],
  ['8101a178de00010203', [new Map([[1, 'x']]), new Map([[2, 3]])]],
  ['c403010203ca00000000cb0000000000000000d60100000000c7020aff00', [null, null, null, null, null]],
  ['', []],
  ['c1', undefined],
  ['92', undefined],
  ['ddffffffff', undefined],
  ['dbffffffff', undefined],
  ['91'.repeat(40), undefined],
])('%s', (hex, values) => expect(decodeMsgpack(Buffer.from(hex, 'hex'))).toEqual(values));
