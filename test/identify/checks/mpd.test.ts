import { expect, it } from 'vitest';
import { parse, parseEnd } from '../../../src/identify/checks/mpd.ts';

it.each([
  ['OK MPD 0.23.5\n', { version: '0.23.5' }],
  ['OK MPD\n', undefined],
  ['OK\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));

it.each([
  ['volume: 1\nOK\n', 'ok'],
  ['OK\n', 'ok'],
  ['volume: 1\n', undefined],
  ['title: it is OK\n', undefined],
  ['ACK [4@0] {status} no permission\n', 'denied'],
  ['ACK [5@0] {} unknown command\n', 'error'],
])('%j: %s', (text, expected) => expect(parseEnd(Buffer.from(text))).toBe(expected));
