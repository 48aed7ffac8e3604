import { expect, it } from 'vitest';
import { parse, parseDevices } from '../../../src/identify/checks/gpsd.ts';

it.each([
  ['{"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14}\r\n', { release: '3.22' }],
  ['{"class":"VERSION","release":"3.22"', undefined],
  ['{"class":"TPV"}\r\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));

it('has a list of receivers only as such', () => {
  expect(parseDevices(Buffer.from('{"class":"DEVICES","devices":[]}\r\n'))).toBe(true);
  expect(parseDevices(Buffer.from('{"class":"ERROR","message":"no"}\r\n'))).toBe(false);
});
