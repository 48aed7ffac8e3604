import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { run } from './run.ts';

/**
 * Namespaces around a firewall that routes between them: places to look from, each in a network of its own (`10.90.N.2`, N from 1 in the order given), and
 * servers inside (`10.90.9.0/24`).
 */
export interface Zones extends AsyncDisposable {
  /** The namespace of a place. */
  at(place: string): string;
  /**
   * Loads the rules of the chain that forwards, whose policy is to drop; interfaces are named as the places, and `inside`. Answers to what was let through
   * come through.
   */
  firewall(rules: string): void;
  /** Starts a program where the servers are, and waits for its first line. */
  serve(program: string, ...args: string[]): Promise<void>;
}

let made = 0;

/** @param servers last numbers of the servers' addresses */
export function createZones(places: readonly string[], servers: readonly number[]): Zones {
  const id = `${process.pid}-${made++}`;
  const [router, inside] = [`portreeve-fw-${id}`, `portreeve-in-${id}`];
  const at = (place: string): string => `portreeve-${place}-${id}`;
  const all = [router, inside, ...places.map(at)];
  const children: ChildProcess[] = [];
  for (const namespace of all) {
    run('ip', 'netns', 'add', namespace);
    run('ip', '-n', namespace, 'link', 'set', 'lo', 'up');
  }
  for (const [index, place] of places.entries())
    connect(router, at(place), { name: place, network: index + 1, hosts: [2] });
  connect(router, inside, { name: 'inside', network: 9, hosts: servers });
  run('ip', 'netns', 'exec', router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
  return {
    at,
    firewall(rules) {
      const chain = `chain review {\ntype filter hook forward priority 0; policy drop;\nct state established,related accept\n${rules}\n}`;
      execFileSync('ip', ['netns', 'exec', router, 'nft', '-f', '-'], {
        input: `table inet review\ndelete table inet review\ntable inet review {\n${chain}\n}\n`,
        stdio: ['pipe', 'ignore', 'inherit'],
      });
    },
    async serve(program, ...args) {
      const child = spawn('ip', ['netns', 'exec', inside, program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
      children.push(child);
      await once(child.stdout, 'data');
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        const ended = once(child, 'exit');
        if (child.exitCode === null && child.signalCode === null && child.kill()) await ended;
      }
      for (const namespace of all) run('ip', 'netns', 'delete', namespace);
    },
  };
}

interface Wire {
  /** Of the interface at the router. */
  readonly name: string;
  readonly network: number;
  /** Last numbers of the addresses at the other end. */
  readonly hosts: readonly number[];
}

function connect(router: string, namespace: string, { name, network, hosts }: Wire): void {
  run('ip', 'link', 'add', name, 'netns', router, 'type', 'veth', 'peer', 'name', 'wire', 'netns', namespace);
  run('ip', '-n', router, 'address', 'add', `10.90.${network}.1/24`, 'dev', name);
  run('ip', '-n', router, 'link', 'set', name, 'up');
  for (const host of hosts) run('ip', '-n', namespace, 'address', 'add', `10.90.${network}.${host}/24`, 'dev', 'wire');
  run('ip', '-n', namespace, 'link', 'set', 'wire', 'up');
  run('ip', '-n', namespace, 'route', 'add', 'default', 'via', `10.90.${network}.1`);
}
