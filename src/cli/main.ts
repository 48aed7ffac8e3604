#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts';

// exitCode instead of exit(): what is still in the pipes is written first.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  env: process.env,
  signals: process,
  quit: (exitCode) => process.exit(exitCode),
});
