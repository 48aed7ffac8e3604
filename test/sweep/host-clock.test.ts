import { describe, expect, it } from 'vitest';
import { HostClock } from '../../src/sweep/host-clock.ts';

describe('host clock', () => {
  it('runs at the pace asked for, and goes on from where it was', () => {
    const clock = new HostClock(1000);
    expect(clock.at(1050)).toBe(50);
    clock.run(1050, { pace: 0.5, paused: false });
    expect(clock.at(1150)).toBe(100);
    clock.run(1150, { pace: 4, paused: false });
    expect(clock.at(1160)).toBe(140);
    expect(clock.toReal(40)).toBe(10);
    expect(clock.fromReal(10)).toBe(40);
  });

  it('stands still during a pause', () => {
    const clock = new HostClock(0);
    clock.run(50, { pace: 1, paused: true });
    for (let now = 60; now < 60_000; now += 10) clock.run(now, { pace: 1, paused: true });
    clock.run(60_000, { pace: 1, paused: false });
    expect(clock.at(60_010)).toBe(60);
  });

  it('makes up for nothing after a standstill of the program', () => {
    const clock = new HostClock(0);
    clock.run(3_600_000, { pace: 1, paused: false });
    expect(clock.at(3_600_000)).toBe(100);
    expect(clock.at(0)).toBe(100);
  });
});
