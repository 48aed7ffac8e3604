import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/zabbix-agent.ts';

it.each([
  ['ZBXD\x01\x06\0\0\0\0\0\0\x006.0.14', '6.0.14'],
  ['ZBXD\x01\x07\0\0\0\0\0\0\x006.0.14', undefined],
  ['ZBXD\x03\x06\0\0\0\0\0\0\x006.0.14', undefined],
  ['6.0.14\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));
