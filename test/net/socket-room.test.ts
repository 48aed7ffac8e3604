import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { descriptorLimit, ephemeralPorts } from '../../src/net/socket-room.ts';
import { findProgram } from '../lab/servers/find-program.ts';

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units
Max processes             127386               127386               processes
Max open files            1024                 524288               files
Max locked memory         8388608              8388608              bytes
`;

describe('socket room', () => {
  it('reads the soft limit of descriptors', () => {
    expect(descriptorLimit(LIMITS)).toBe(1024);
    expect(descriptorLimit(LIMITS.replace('1024 ', 'unlimited'))).toBe(Number.POSITIVE_INFINITY);
    expect(descriptorLimit('')).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts the ephemeral ports', () => {
    expect(ephemeralPorts('32768\t60999\n')).toBe(28_232);
    expect(ephemeralPorts('1024 1024')).toBe(1);
    for (const text of ['', '5', '9 8', 'a b']) expect(ephemeralPorts(text)).toBe(16_384);
  });

  it.skipIf(findProgram('prlimit') === undefined)('counts what is left under the limit that holds', () => {
    const room = (limit: number): number => {
      const script = `import { descriptorRoom } from ${JSON.stringify(join(import.meta.dirname, '../../dist/net/socket-room.js'))}; console.log(descriptorRoom())`;
      const node = [process.execPath, '--input-type=module', '-e', script];
      return Number(execFileSync('prlimit', [`--nofile=${limit}:${limit}`, ...node], { encoding: 'utf8' }));
    };
    expect(room(500)).toBeGreaterThan(450);
    expect(room(500)).toBeLessThan(500);
    expect(room(600)).toBe(room(500) + 100);
  });
});
