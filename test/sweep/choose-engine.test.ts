import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoSystemCalls } from '../../src/net/system-calls.ts';
import { findProgram } from '../lab/servers/find-program.ts';

const ROOT = join(import.meta.dirname, '../..');
const SCRIPT = `
  import { chooseEngine } from './dist/sweep/choose-engine.js';
  const answers = {};
  for (const choice of ['auto', 'syn', 'connect', 'node']) {
    answers[choice] = await chooseEngine(choice).catch((error) => ({ name: error.name, code: error.code, line: error.line }));
  }
  process.stdout.write(JSON.stringify(answers));
`;

const isRoot = process.getuid?.() === 0;
const noCalls = whyNoSystemCalls();
const missing =
  !isRoot || findProgram('setpriv') === undefined ? 'needs root and setpriv (Debian: util-linux)' : noCalls;

/** The compiled program in two folders that anybody may read: one with all packages, one without koffi. */
let folder: string;

function choices(kind: 'complete' | 'without-koffi', ...prefix: string[]): Record<string, Record<string, string>> {
  const command = [...prefix, process.execPath, 'choose.mjs'];
  return JSON.parse(execFileSync('env', command, { cwd: join(folder, kind), encoding: 'utf8' }));
}

const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-choose-'));
  chmodSync(folder, 0o755);
  for (const kind of ['complete', 'without-koffi']) {
    mkdirSync(join(folder, kind, 'node_modules'), { recursive: true });
    cpSync(join(ROOT, 'dist'), join(folder, kind, 'dist'), { recursive: true });
    cpSync(join(ROOT, 'package.json'), join(folder, kind, 'package.json'));
    writeFileSync(join(folder, kind, 'choose.mjs'), SCRIPT);
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      const isKoffi = name === 'koffi' || name === '@koromix';
      if (name.startsWith('.') || (isKoffi && kind !== 'complete')) continue;
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, kind, 'node_modules', name));
    }
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the choice of an engine', () => {
  it.skipIf(!isRoot || noCalls !== undefined)('takes raw packets where raw sockets may be opened', () => {
    const { auto, syn, connect, node } = choices('complete');
    expect(auto).toEqual({ kind: 'syn', name: 'syn', because: 'raw sockets may be opened' });
    expect(syn).toEqual({ kind: 'syn', name: 'syn', because: 'asked for' });
    expect(connect).toEqual({ kind: 'epoll', name: 'connect (epoll)', because: 'asked for' });
    expect(node).toEqual({ kind: 'node', name: 'connect (node:net)', because: 'asked for' });
  });

  it.skipIf(missing !== undefined)(
    'takes the handshake of the kernel without CAP_NET_RAW, and says how to get it',
    () => {
      const { auto, syn, connect, node } = choices('complete', ...asNobody);
      expect(auto).toMatchObject({ kind: 'epoll', because: 'no CAP_NET_RAW: raw sockets are refused' });
      expect(syn).toEqual({
        name: 'UsageError',
        code: 'usage',
        line:
          '--engine syn cannot be used here: no CAP_NET_RAW: raw sockets are refused - run as root or give node CAP_NET_RAW ' +
          '(sudo setcap cap_net_raw+ep "$(command -v node)"), or use --engine connect',
      });
      expect(connect).toMatchObject({ kind: 'epoll' });
      expect(node).toMatchObject({ kind: 'node' });
    },
  );

  it('falls back to node:net without koffi, with a warning where something else was asked for', () => {
    const { auto, syn, connect, node } = choices('without-koffi');
    const because = expect.stringMatching(
      /^the optional package koffi does not load: Cannot find module 'koffi'$|^system calls are for Linux only/,
    );
    expect(auto).toEqual({ kind: 'node', name: 'connect (node:net)', because });
    expect(connect).toEqual({
      kind: 'node',
      name: 'connect (node:net)',
      because,
      warning: expect.stringMatching(/: --engine connect goes by node:net instead, with the same results but slower$/),
    });
    expect(syn?.['line']).toMatch(/^--engine syn cannot be used here: .* - use --engine connect$/);
    expect(node).toEqual({ kind: 'node', name: 'connect (node:net)', because: 'asked for' });
  });

  it('makes each engine that it names', async () => {
    const { createEngine } = await import('../../src/sweep/choose-engine.ts');
    const { createGate } = await import('../../src/net/gate.ts');
    const options = {
      gate: createGate([], []),
      concurrency: 10,
      deliver: () => undefined,
      slotOf: () => -1,
      sentAtUs: () => 0,
    };
    for (const [kind, name] of [
      ['node', 'connect (node:net)'],
      ...(noCalls === undefined ? [['epoll', 'connect (epoll)'] as const] : []),
    ] as const) {
      await using engine = await createEngine(kind, options);
      expect(engine.name).toBe(name);
    }
  });
});
