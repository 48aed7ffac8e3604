import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CommandIo, InputStream } from '../../src/cli/command-io.ts';
import { PaceKeys } from '../../src/cli/pace-keys.ts';
import { listenToPaceSignals } from '../../src/cli/pace-signals.ts';
import { createPaceControl } from '../../src/model/pace-control.ts';
import { memoryStream } from './fake-io.ts';

/** A terminal that remembers its modes in order. */
function fakeTerminal(options: { readonly tty?: boolean; readonly screen?: boolean } = {}) {
  const modes: boolean[] = [];
  const world = { foreground: true, suspended: 0, interrupts: 0 };
  const keyboard = new Readable({ read: () => undefined });
  const stdin: InputStream = Object.assign(keyboard, {
    isTTY: options.tty ?? true,
    setRawMode: (on: boolean) => modes.push(on),
  });
  const signals = new EventEmitter();
  const io: CommandIo = {
    stdin,
    signals,
    stdout: memoryStream(),
    stderr: memoryStream({ tty: options.screen ?? true }),
    env: {},
    inForeground: () => world.foreground,
    suspend: () => void world.suspended++,
  };
  const control = createPaceControl();
  const keys = new PaceKeys({ io, control, interrupt: () => void world.interrupts++ });
  const press = async (...texts: readonly string[]): Promise<void> => {
    for (const text of texts) {
      keyboard.push(text);
      await nextTurn();
    }
  };
  return { control, keyboard, keys, modes, press, signals, world };
}

describe('PaceKeys', () => {
  it.each([
    ['-', 0.5],
    ['s', 0.5],
    ['+', 2],
    ['=', 2],
    ['f', 2],
    ['ss', 0.25],
    ['s\n-x?F', 0.25],
    ['\u001b[D', 1],
    ['\u001bOs', 1],
  ])('%j makes the factor %d', async (text, factor) => {
    const { control, keys, press } = fakeTerminal();
    using _keys = keys;
    expect(keys.start()).toBe(true);
    await press(text);
    expect(control.pace).toEqual({ factor, paused: false });
  });

  it('p pauses and goes on', async () => {
    const { control, keys, press } = fakeTerminal();
    using _keys = keys;
    keys.start();
    await press('p');
    expect(control.pace.paused).toBe(true);
    await press('p');
    expect(control.pace.paused).toBe(false);
  });

  it('Ctrl-C interrupts as it does elsewhere', async () => {
    const { keys, press, world } = fakeTerminal();
    using _keys = keys;
    keys.start();
    await press('\u0003', 's\u0003');
    expect(world.interrupts).toBe(2);
  });

  it('gives the terminal back, once, and hears nothing afterwards', async () => {
    const { control, keyboard, keys, modes, press, signals } = fakeTerminal();
    keys.start();
    expect(keys.start()).toBe(false);
    keys[Symbol.dispose]();
    keys[Symbol.dispose]();
    await press('s');
    expect(modes).toEqual([true, false]);
    expect(keyboard.isPaused()).toBe(true);
    expect(control.pace.factor).toBe(1);
    expect(signals.listenerCount('SIGCONT')).toBe(0);
  });

  it.each<[string, Parameters<typeof fakeTerminal>[0], boolean]>([
    ['input is no terminal', { tty: false }, true],
    ['messages go to no terminal', { screen: false }, true],
    ["the terminal is another job's", {}, false],
  ])('leaves everything alone where %s', (_, options, foreground) => {
    const { keyboard, keys, modes, signals, world } = fakeTerminal(options);
    world.foreground = foreground;
    expect(keys.start()).toBe(false);
    keys[Symbol.dispose]();
    expect(modes).toEqual([]);
    expect(keyboard.listenerCount('data') + signals.listenerCount('SIGCONT')).toBe(0);
  });

  it('Ctrl-Z gives the terminal back for the time', async () => {
    const { control, keyboard, keys, modes, press, signals, world } = fakeTerminal();
    using _keys = keys;
    keys.start();
    await press('\u001a');
    expect({ modes, suspended: world.suspended }).toEqual({ modes: [true, false], suspended: 1 });
    // `bg`
    world.foreground = false;
    signals.emit('SIGCONT');
    expect({ modes, paused: keyboard.isPaused() }).toEqual({ modes: [true, false], paused: true });
    // `fg`
    world.foreground = true;
    signals.emit('SIGCONT');
    await press('s');
    expect({ modes, factor: control.pace.factor }).toEqual({ modes: [true, false, true], factor: 0.5 });
  });

  it('ends in the background without touching the terminal', () => {
    const { keys, modes, world } = fakeTerminal();
    keys.start();
    world.foreground = false;
    keys[Symbol.dispose]();
    expect(modes).toEqual([true]);
  });

  it('ends with a terminal that goes away', async () => {
    const { control, keyboard, keys, press } = fakeTerminal();
    keys.start();
    keyboard.emit('error', new Error('EIO'));
    await press('s');
    expect(control.pace.factor).toBe(1);
  });
});

describe('listenToPaceSignals', () => {
  it('halves and doubles for as long as it lasts', () => {
    const { control, signals } = fakeTerminal();
    {
      using _listening = listenToPaceSignals({ signals } as CommandIo, control);
      signals.emit('SIGUSR1');
      signals.emit('SIGUSR1');
      expect(control.pace.factor).toBe(0.25);
      signals.emit('SIGUSR2');
      expect(control.pace.factor).toBe(0.5);
    }
    expect(signals.emit('SIGUSR1')).toBe(false);
    expect(control.pace.factor).toBe(0.5);
  });
});
