import { describe, expect, it } from 'vitest';
import { createPaceControl } from '../../src/model/pace-control.ts';
import type { Pace } from '../../src/model/pace-control.ts';

describe('createPaceControl', () => {
  it('halves and doubles within bounds', () => {
    const control = createPaceControl();
    expect(control.pace).toEqual({ factor: 1, paused: false });
    control.slower();
    expect(control.pace.factor).toBe(0.5);
    for (let times = 0; times < 20; times++) control.slower();
    expect(control.pace.factor).toBe(1 / 64);
    for (let times = 0; times < 6; times++) control.faster();
    expect(control.pace.factor).toBe(1);
    for (let times = 0; times < 20; times++) control.faster();
    expect(control.pace.factor).toBe(64);
  });

  it('keeps the factor through a pause, in which it can be changed', () => {
    const control = createPaceControl();
    control.slower();
    control.pause();
    control.slower();
    expect(control.pace).toEqual({ factor: 0.25, paused: true });
    control.resume();
    expect(control.pace).toEqual({ factor: 0.25, paused: false });
  });

  it('tells of changes, and only of changes, until the listener is taken away', () => {
    const control = createPaceControl();
    const heard: Pace[] = [];
    const twice: Pace[] = [];
    const again = (pace: Pace): void => void twice.push(pace);
    {
      using _first = control.onChange((pace) => heard.push(pace));
      using _second = control.onChange(again);
      control.resume();
      control.pause();
      control.pause();
      {
        using _third = control.onChange(again);
        control.faster();
      }
      control.resume();
    }
    control.slower();
    expect(heard).toEqual([
      { factor: 1, paused: true },
      { factor: 2, paused: true },
      { factor: 2, paused: false },
    ]);
    expect(twice).toHaveLength(4);
  });
});
