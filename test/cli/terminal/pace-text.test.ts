import { expect, it } from 'vitest';
import { paceText } from '../../../src/cli/terminal/pace-text.ts';

it.each([
  [1, null],
  [0.5, 'at half pace'],
  [0.25, 'at 1/4 of the pace'],
  [1 / 64, 'at 1/64 of the pace'],
  [2, 'at double pace'],
  [8, 'at 8 times the pace'],
])('a factor of %d is %s, and nothing but paused while it is', (factor, text) => {
  expect(paceText({ factor, paused: false })).toBe(text);
  expect(paceText({ factor, paused: true })).toBe('paused');
});
