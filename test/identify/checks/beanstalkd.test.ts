import { expect, it } from 'vitest';
import { beanstalkd, parse } from '../../../src/identify/checks/beanstalkd.ts';

it.each([
  ['OK 60\r\n---\ncurrent-jobs-urgent: 0\nversion: "1.12"\nx: 1\n', { version: '1.12' }],
  ['OK 60\r\n---\ncurrent-jobs-urgent: 0\nversion: 1.10\nx: 1\n', { version: '1.10' }],
  ['OK 60\r\n---\ncurrent-jobs-urgent: 0\n', { version: null }],
  ['OK 60\r\n---\n', undefined],
  ['OK\r\n', undefined],
])('%j', (text, stats) => expect(parse(Buffer.from(text))).toEqual(stats));

it('is known by what it says to strangers', () => {
  expect(beanstalkd.recognizes(Buffer.from('UNKNOWN_COMMAND\r\nUNKNOWN_COMMAND\r\n'))).toBe(true);
  expect(beanstalkd.recognizes(Buffer.from('UNKNOWN COMMAND\r\n'))).toBe(false);
});
