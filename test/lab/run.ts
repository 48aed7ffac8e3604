import { execFileSync } from 'node:child_process';
import { findProgram } from './servers/find-program.ts';

/** Runs a program and gives its standard output; a failure carries its standard error. */
export function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Why network namespaces cannot be made here, or `undefined` when they can. */
export function whyNoNamespaces(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root for network namespaces';
  const missing = ['ip', 'nft', 'sysctl'].filter((program) => findProgram(program) === undefined);
  return missing.length > 0 ? `needs ${missing.join(', ')} (Debian: iproute2, nftables, procps)` : undefined;
}
