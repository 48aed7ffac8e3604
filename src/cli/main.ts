#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { inForeground } from './in-foreground.ts';
import { runCommandLine } from './run-command-line.ts';

// A destroyed socket survives every minor collection, because its native half holds on to it, and V8 lets the heap grow fourfold before a major one.
// A major one at half as much again costs nothing that can be measured and keeps a sweep small.
setFlagsFromString('--heap-growing-percent=50');
// The room for new objects would grow to 48 MB while rules are read and stay there; what a sweep handles lies in arrays outside of it. Whoever reads
// a million lines needs that room.
if (process.argv[2] === 'audit') setFlagsFromString('--semi-space-growth-factor=1');

// By default SIGUSR1 opens Node's debugger to all users of this machine, and SIGUSR2 ends the process. Both change the pace of an audit; before
// and after it they do nothing. A listener of its own, because with the last one gone the system's default is back.
process.on('SIGUSR1', () => undefined).on('SIGUSR2', () => undefined);

// exitCode instead of exit(): what is still in the pipes is written first.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  env: process.env,
  signals: process,
  // Only for a second interrupt, which asks to lose what is in the pipes.
  quit: (exitCode) => process.exit(exitCode),
  suspend: () => process.kill(process.pid, 'SIGTSTP'),
  inForeground,
});
