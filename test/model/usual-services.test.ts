import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { usualService } from '../../src/model/usual-services.ts';

describe('usualService', () => {
  it.each([
    [22, 'ssh'],
    [443, 'http'],
    [3389, 'rdp'],
    [5432, 'postgresql'],
    [5907, 'vnc'],
    [6379, 'redis'],
    [2375, 'docker'],
    [10250, 'kubelet'],
    [1, undefined],
    [65_535, undefined],
  ])('knows what is usually on %d: %s', (port, service) => {
    expect(usualService(port)).toBe(service);
  });

  it('gives no port to two services', () => {
    // Compared in the source, because the later one silently wins in the table.
    const table = readFileSync(new URL('../../src/model/usual-services.ts', import.meta.url), 'utf8');
    const ports = [...table.matchAll(/\d+(?=[,\]])/g)].map(([port]) => port);
    expect(ports.length).toBeGreaterThan(150);
    expect(ports.filter((port, index) => ports.indexOf(port) !== index)).toEqual([]);
  });
});
