import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { run } from './run.ts';

/** Two namespaces on one wire: probes start in `scanner` (10.77.0.1, fd77::1), servers and their firewall live in `target` (10.77.0.2, fd77::2). */
export interface Network extends AsyncDisposable {
  readonly scanner: string;
  readonly target: string;
  /** Loads nftables rules for packets that come in at the target, or that go out from the scanner. */
  firewall(rules: string, where?: 'scanner' | 'target', sets?: string): void;
  /** Loads whole nftables tables at the target. */
  load(tables: string): void;
  /** Starts a program inside a namespace; it is ended with the network. */
  start(namespace: string, program: string, ...args: string[]): ChildProcess;
}

let made = 0;

export function createNetwork(): Network {
  const id = `${process.pid}-${made++}`;
  const [scanner, target] = [`portreeve-a-${id}`, `portreeve-b-${id}`];
  const children: ChildProcess[] = [];
  run('ip', 'netns', 'add', scanner);
  run('ip', 'netns', 'add', target);
  run('ip', 'link', 'add', 'wire', 'netns', scanner, 'type', 'veth', 'peer', 'name', 'wire', 'netns', target);
  for (const [namespace, host] of [
    [scanner, 1],
    [target, 2],
  ] as const) {
    run('ip', '-n', namespace, 'link', 'set', 'lo', 'up');
    run('ip', '-n', namespace, 'link', 'set', 'wire', 'up');
    run('ip', '-n', namespace, 'address', 'add', `10.77.0.${host}/24`, 'dev', 'wire');
    run('ip', '-n', namespace, 'address', 'add', `fd77::${host}/64`, 'dev', 'wire', 'nodad');
  }
  // More hosts behind the target: a routed /16 that its kernel answers for.
  run('ip', '-n', target, 'route', 'add', 'local', '10.78.0.0/16', 'dev', 'lo');
  run('ip', '-n', scanner, 'route', 'add', '10.78.0.0/16', 'via', '10.77.0.2');
  // ICMP errors are limited to one a second and host by default, which would make every reject look silent.
  for (const key of ['net.ipv4.icmp_ratelimit', 'net.ipv6.icmp.ratelimit']) {
    run('ip', 'netns', 'exec', target, 'sysctl', '-qw', `${key}=0`);
  }
  return {
    scanner,
    target,
    firewall(rules, where = 'target', sets = '') {
      const nft = ['netns', 'exec', where === 'target' ? target : scanner, 'nft', '-f', '-'];
      const chain = `chain lab {\ntype filter hook ${where === 'target' ? 'input' : 'output'} priority 0;\n${rules}\n}`;
      execFileSync('ip', nft, {
        input: `table inet lab {\n${sets}\n${chain}\n}\n`,
        stdio: ['pipe', 'ignore', 'inherit'],
      });
    },
    load(tables) {
      execFileSync('ip', ['netns', 'exec', target, 'nft', '-f', '-'], {
        input: tables,
        stdio: ['pipe', 'ignore', 'inherit'],
      });
    },
    start(namespace, program, ...args) {
      const child = spawn('ip', ['netns', 'exec', namespace, program, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      return child;
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        const ended = once(child, 'exit');
        if (child.exitCode === null && child.signalCode === null && child.kill()) await ended;
      }
      run('ip', 'netns', 'delete', scanner);
      run('ip', 'netns', 'delete', target);
    },
  };
}
