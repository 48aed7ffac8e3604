import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** Which rooms a room may import from, besides itself. A stage never imports another stage. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  targets: ['model'],
  net: ['model'],
  sweep: ['model', 'net'],
  identify: ['model', 'net'],
  policy: ['model'],
  declared: ['model'],
  report: ['model'],
  evidence: ['model'],
  config: ['model'],
  imports: ['model'],
  'package-files': [],
  run: [
    'model',
    'net',
    'targets',
    'sweep',
    'identify',
    'policy',
    'report',
    'evidence',
    'imports',
    'declared',
    'package-files',
  ],
  audit: [
    'model',
    'net',
    'targets',
    'sweep',
    'identify',
    'policy',
    'report',
    'evidence',
    'imports',
    'declared',
    'run',
    'package-files',
  ],
  index: ['model', 'audit', 'run', 'identify'],
  cli: ['model', 'config', 'index', 'package-files'],
};

/** Sockets, resolvers and child processes live in one room; policy and report are pure. */
const NETWORK = /^(?:node:)?(?:net|tls|dgram|dns|dns\/promises|child_process|http|https|http2)$/;

/** Holds TCP ports and never connects. */
const BINDS_ONLY = /\/net\/port-block\.ts$/;

interface Import {
  readonly file: string;
  readonly from: string;
  readonly room: string;
  readonly source: string;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function roomOf(path: string): string {
  return (relative(SRC, path).split('/')[0] ?? '').replace(/\.ts$/, '');
}

const files = filesBelow(SRC);
const imports: readonly Import[] = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, source = '']) => ({
    file: relative(SRC, file),
    from: roomOf(file),
    room: source.startsWith('.') ? roomOf(join(dirname(file), source)) : '',
    source,
  })),
);

describe('architecture', () => {
  it('sees the whole source', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(200);
    expect(new Set(files.map(roomOf))).toEqual(new Set(Object.keys(MAY_IMPORT)));
  });

  it('lets no room import from one that it may not know', () => {
    const wrong = imports.filter(({ from, room }) => room !== '' && room !== from && !MAY_IMPORT[from]?.includes(room));
    expect(wrong.map(({ file, source }) => `${file} imports ${source}`)).toEqual([]);
  });

  it('keeps sockets and processes in src/net', () => {
    const wrong = imports.filter(({ from, source }) => from !== 'net' && NETWORK.test(source));
    expect(wrong.map(({ file, source }) => `${file} imports ${source}`)).toEqual([]);
  });

  it('opens TCP connections in the files that ask the gate', () => {
    const openers = files.filter((file) =>
      /\bnew (?:net\.)?Socket\(|\b(?:net\.)?(?:connect|createConnection)\(\{?\s*(?:host|port)|\bSOCK_STREAM\b/.test(
        readFileSync(file, 'utf8'),
      ),
    );
    const [binds, connects] = [
      openers.filter((file) => BINDS_ONLY.test(file)),
      openers.filter((file) => !BINDS_ONLY.test(file)),
    ];
    expect(connects.map((file) => relative(SRC, file)).sort()).toEqual(['net/kernel-connect.ts', 'net/open-socket.ts']);
    for (const file of connects) expect(readFileSync(file, 'utf8')).toMatch(/gate\.permits/);
    for (const file of binds) expect(readFileSync(file, 'utf8')).not.toMatch(/connect\(/);
  });

  it('opens UDP sockets that send in one file, which asks the gate', () => {
    const openers = files.filter((file) => /\bcreateSocket\(/.test(readFileSync(file, 'utf8')));
    const senders = openers.filter((file) => /\.send\(/.test(readFileSync(file, 'utf8')));
    // The other one connects a socket to ask about a route; nothing leaves.
    expect(openers.map((file) => relative(SRC, file)).sort()).toEqual(['net/ask-route.ts', 'net/open-datagram.ts']);
    expect(senders.map((file) => relative(SRC, file))).toEqual(['net/open-datagram.ts']);
    for (const file of senders) expect(readFileSync(file, 'utf8')).toMatch(/gate\.permits/);
  });

  it('sends packets of its own making from one file, which asks the gate', () => {
    const calls = files.filter((file) => /\.sendmmsg\(/.test(readFileSync(file, 'utf8')));
    expect(calls.map((file) => relative(SRC, file))).toEqual(['net/segment-queue.ts']);
    const senders = files.filter((file) => /new SegmentQueue\(/.test(readFileSync(file, 'utf8')));
    expect(senders.map((file) => relative(SRC, file))).toEqual(['net/syn-sender.ts']);
    for (const file of senders) expect(readFileSync(file, 'utf8').match(/gate\.permits/g)).toHaveLength(2);
  });

  it('keeps policy, declared and report free of the platform', () => {
    const pure = imports.filter(({ from }) => from === 'policy' || from === 'declared' || from === 'report');
    expect(pure.length).toBeGreaterThan(30);
    expect(pure.filter(({ source }) => source.startsWith('node:')).map(({ file }) => file)).toEqual([]);
  });

  it('has no file over 250 lines', () => {
    const long = files.filter(
      (file) => !file.endsWith('.generated.ts') && readFileSync(file, 'utf8').split('\n').length > 251,
    );
    expect(long.map((file) => relative(SRC, file))).toEqual([]);
  });
});
