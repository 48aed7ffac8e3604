import { describe, expect, it } from 'vitest';
import { createProgressDisplay } from '../../../src/cli/terminal/progress-display.ts';
import { progressText } from '../../../src/cli/terminal/progress-text.ts';
import type { Progress } from '../../../src/model/events.ts';
import { memoryStream } from '../fake-io.ts';

const PROGRESS: Progress = {
  done: 12_345,
  planned: 100_000,
  probesPerSecond: 4987,
  states: { open: 12, closed: 12_000, filtered: 333, error: 0 },
  secondsLeft: 18,
  identified: 0,
  identifying: 0,
  pace: { factor: 1, paused: false },
};

describe('progressText', () => {
  it.each<[string, Partial<Progress>, string]>([
    ['under way', {}, '12,345 of 100,000 (12.3%), 4,987 probes/s, 12 open, 18 s left'],
    ['no estimate yet', { secondsLeft: null }, '12,345 of 100,000 (12.3%), 4,987 probes/s, 12 open'],
    [
      'local trouble',
      { states: { ...PROGRESS.states, error: 5 } },
      '12,345 of 100,000 (12.3%), 4,987 probes/s, 12 open, 5 not asked, 18 s left',
    ],
    ['almost', { done: 99_999 }, '99,999 of 100,000 (>99.9%), 4,987 probes/s, 12 open, 18 s left'],
    [
      'slowed down',
      { pace: { factor: 0.5, paused: false } },
      '12,345 of 100,000 (12.3%), 4,987 probes/s at half pace, 12 open, 18 s left',
    ],
    [
      'paused',
      { pace: { factor: 0.5, paused: true }, probesPerSecond: 0, secondsLeft: null },
      '12,345 of 100,000 (12.3%), paused, 12 open',
    ],
    [
      'identifying',
      { done: 100_000, identifying: 3, identified: 9 },
      '100,000 of 100,000 (100%), 4,987 probes/s, 12 open, identifying 3, 9 done',
    ],
  ])('%s', (_, changes, text) => {
    expect(progressText({ ...PROGRESS, ...changes })).toBe(text);
  });
});

describe('createProgressDisplay', () => {
  it('writes a line about every ten seconds to what is no terminal', () => {
    const stream = memoryStream();
    let now = 0;
    const display = createProgressDisplay(stream, false, () => now);
    for (now = 0; now <= 25_000; now += 250) display.update({ ...PROGRESS, done: now });
    display.message('a note');
    display.end();
    const line = (done: string): RegExp => new RegExp(`^${done} of 100,000 `);
    const lines = stream.text.trimEnd().split('\n');
    expect(lines).toEqual([expect.stringMatching(line('10,000')), expect.stringMatching(line('20,000')), 'a note']);
  });

  it('keeps the terminal to one line, cut to its width, around messages', () => {
    const stream = Object.assign(memoryStream({ tty: true }), { columns: 20 });
    const display = createProgressDisplay(stream, false);
    display.update(PROGRESS);
    display.message('a note');
    display.update(PROGRESS);
    display.end();
    display.end();
    const rewind = '\r\u001b[K';
    expect(stream.text).toBe(`${rewind}12,345 of 100,000 (${rewind}a note\n${rewind}12,345 of 100,000 (${rewind}`);
  });

  it('is silent when quiet', () => {
    const stream = memoryStream({ tty: true });
    const display = createProgressDisplay(stream, true);
    display.update(PROGRESS);
    display.message('a note');
    display.end();
    expect(stream.text).toBe('');
  });
});
