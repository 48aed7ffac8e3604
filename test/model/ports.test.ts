import { describe, expect, it } from 'vitest';
import { formatPorts, isPort } from '../../src/model/ports.ts';

describe('formatPorts', () => {
  it.each([
    [[], ''],
    [[22], '22'],
    [[22, 23], '22-23'],
    [[8002, 22, 8000, 8001, 22, 80], '22,80,8000-8002'],
    [[65_534, 65_535], '65534-65535'],
  ])('writes %j as %j', (ports, text) => {
    expect(formatPorts(ports)).toBe(text);
  });
});

describe('isPort', () => {
  it.each([1, 80, 65_535])('accepts %d', (port) => {
    expect(isPort(port)).toBe(true);
  });

  it.each([0, -1, 65_536, 1.5, NaN])('refuses %d', (port) => {
    expect(isPort(port)).toBe(false);
  });
});
