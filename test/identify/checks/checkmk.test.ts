import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/checkmk.ts';

it.each([
  ['<<<check_mk>>>\nVersion: 2.2.0p1\nAgentOS: linux\n', { version: '2.2.0p1' }],
  ['<<<check_mk>>>\n', { version: null }],
  ['<<<df>>>\nVersion: 1\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));
