import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/ceph.ts';

it.each([
  ['ceph v027\0\0\0', { messenger: 1 }],
  ['ceph v2\n\x10\0', { messenger: 2 }],
  ['ceph v3\n', undefined],
  ['cephalopod', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));
