import { execFileSync } from 'node:child_process';

/** Runs a program and gives its standard output; a failure carries its standard error. */
export function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Whether a program is on the path. */
export function hasProgram(program: string): boolean {
  try {
    run('sh', '-c', `command -v ${program}`);
    return true;
  } catch {
    return false;
  }
}

/** Why network namespaces cannot be made here, or `undefined` when they can. */
export function whyNoNamespaces(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root for network namespaces';
  const missing = ['ip', 'nft'].filter((program) => !hasProgram(program));
  return missing.length > 0 ? `needs ${missing.join(' and ')} (Debian: iproute2, nftables)` : undefined;
}
