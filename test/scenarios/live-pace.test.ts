import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProgram } from '../lab/servers/find-program.ts';
import { PROGRAM } from '../lab/portreeve.ts';

/** Takes minutes, so that there is time to act on it. */
const LONG = ['audit', '127.0.0.0/24', '--ports', '20000-20255', '--identify', 'none', '--rate', '300'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-pace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Everything that a program prints, and a way to wait for some of it. */
class Session {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;
  text = '';

  constructor(program: string, args: readonly string[]) {
    this.child = spawn(program, args, { cwd: folder, env: { ...process.env, NO_COLOR: '1', TERM: 'xterm' } });
    this.#closed = once(this.child, 'close');
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (data: Buffer) => {
        this.text += data.toString();
      });
    }
  }

  /** Waits for text that comes after what is already there. */
  async next(wanted: string | RegExp, act?: () => unknown): Promise<void> {
    const from = this.text.length;
    act?.();
    for (let tries = 0; tries < 500; tries++) {
      if (new RegExp(wanted).test(this.text.slice(from))) return;
      await sleep(20);
    }
    throw new Error(`no ${String(wanted)} in ${this.text.slice(from)}`);
  }

  async ended(): Promise<number | null> {
    await this.#closed;
    return this.child.exitCode;
  }
}

describe('signals', () => {
  it('halve and double the pace, and open no debugger', { timeout: 60_000 }, async () => {
    const session = new Session(process.execPath, [PROGRAM, ...LONG]);
    await session.next('probing 65,536 endpoints');
    await session.next('^portreeve: at half pace\n', () => session.child.kill('SIGUSR1'));
    await session.next('^portreeve: at 1/4 of the pace\n', () => session.child.kill('SIGUSR1'));
    await session.next('^portreeve: at half pace\n', () => session.child.kill('SIGUSR2'));
    await session.next('^portreeve: at full pace\n', () => session.child.kill('SIGUSR2'));
    session.child.kill('SIGINT');
    expect(await session.ended()).toBe(130);
    expect(session.text).not.toMatch(/debugger/i);
  });
});

describe.skipIf(findProgram('script') === undefined)('a terminal (needs script, Debian: bsdutils)', () => {
  /** `script` gives its program a terminal and passes on what it is sent; the modes of that terminal are printed at the end. */
  function inTerminal(args: readonly string[]): Session {
    const command = [process.execPath, PROGRAM, ...args].map((word) => `'${word}'`).join(' ');
    const shell = `stty -a | grep -o -- '-\\?icanon'; ${command}; echo "exit $?"; stty -a | grep -o -- '-\\?icanon'`;
    return new Session('script', ['-qfec', shell, '/dev/null']);
  }

  it('takes keys, shows what they did, and is as it was afterwards', { timeout: 60_000 }, async () => {
    const session = inTerminal(LONG);
    const press = (keys: string) => () => session.child.stdin.write(keys);
    await session.next('icanon');
    await session.next('keys: - or s slower, \\+ or f faster, p pause; Ctrl-C stops');
    await session.next('probes/s at half pace,', press('s'));
    await session.next('probes/s at 1/4 of the pace,', press('-'));
    await session.next('\\), paused,', press('p'));
    await session.next('probes/s at half pace,', press('pf'));
    await session.next('stopping; press Ctrl-C again to quit at once', press('\u0003'));
    await session.ended();
    expect(session.text.match(/keys: /g)).toHaveLength(1);
    expect(session.text).toMatch(/Run: .*\r\n(?:Report: .*\r\n)*exit 130\r\nicanon\r\n$/);
  });

  it('is as it was after SIGTERM and after the second Ctrl-C', { timeout: 60_000 }, async () => {
    for (const stop of [
      (pid: number) => process.kill(pid, 'SIGTERM'),
      (_: number, session: Session) => session.child.stdin.write('\u0003\u0003'),
    ]) {
      const session = inTerminal(LONG);
      await session.next('keys: ');
      stop(programOf(session.child.pid ?? 0), session);
      await session.ended();
      expect(session.text).toMatch(/stopping;[^]*exit 130\r\nicanon\r\n$/);
    }
  });

  it('is left alone with --quiet, and where the targets come from it', { timeout: 60_000 }, async () => {
    const quiet = inTerminal(['audit', '127.0.0.1', '--ports', '20000-20009', '--quiet']);
    await quiet.ended();
    expect(quiet.text).toMatch(/^icanon\r\nNO EXCEPTIONS NOTED.*\r\nexit 0\r\nicanon\r\n$/);
    const typed = inTerminal(['audit', '-', '--ports', '20000-20009']);
    await typed.next('icanon');
    typed.child.stdin.write('127.0.0.1\n\u0004');
    await typed.ended();
    expect(typed.text).toContain('exit 0');
    expect(typed.text).not.toContain('keys:');
  });
});

/** The Portreeve process below a shell below `script`. */
function programOf(ancestor: number): number {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || !isBelow(Number(name), ancestor)) continue;
    const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
    if (words[0] === process.execPath) return Number(name);
  }
  throw new Error(`no program below ${ancestor}`);
}

function isBelow(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; at = parentOf(at)) if (at === ancestor) return true;
  return false;
}

function parentOf(pid: number): number {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) \S /, '')
        .split(' ')[0],
    );
  } catch {
    return 0;
  }
}
