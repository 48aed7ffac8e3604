import { describe, expect, it } from 'vitest';
import { readGroups, readHook, readRoutes, readSources } from '../../src/declared/read-settings.ts';
import { interfaceFor } from '../../src/declared/routes.ts';
import { formatRange, parseCidr } from '../../src/model/address.ts';

describe('options for declared firewalls', () => {
  it('tell where each zone comes from', () => {
    const sources = readSources(['203.0.113.7', 'office=10.1.0.0/16,10.2.0.1-10.2.0.9', 'office=10.3.0.1']);
    const shown = [...sources].map(([zone, ranges]) => [zone, ranges.map(formatRange)]);
    expect(shown).toEqual([
      [null, ['203.0.113.7']],
      ['office', ['10.1.0.0-10.1.255.255', '10.2.0.1-10.2.0.9', '10.3.0.1']],
    ]);
  });

  it('tell which addresses a group protects', () => {
    const [first, second] = readGroups([
      'sg-1=203.0.113.0/24',
      'module.db["a=b"].aws_security_group.x=10.0.0.7, fd00::/64',
    ]);
    expect(first).toMatchObject({ group: 'sg-1' });
    expect(second?.group).toBe('module.db["a=b"].aws_security_group.x');
    expect(second?.addresses.map(formatRange)).toEqual(['10.0.0.7', 'fd00::-fd00::ffff:ffff:ffff:ffff']);
  });

  it('tell what is behind interfaces', () => {
    const routes = readRoutes(['eth0', 'eth1=10.1.0.0/16', 'wg0=10.1.2.0/24']);
    const behind = (text: string): string | null =>
      interfaceFor(
        [parseCidr(text)].flatMap((range) => range ?? []),
        routes,
      );
    expect(['10.1.2.3/32', '10.1.3.3/32', '9.9.9.9/32', '10.1.2.0/23', '10.0.0.0/8'].map(behind)).toEqual([
      'wg0',
      'eth1',
      'eth0',
      null,
      null,
    ]);
    expect(interfaceFor([], [])).toBe(null);
  });

  it('tell the hook', () => {
    expect(['auto', 'input', 'forward'].map(readHook)).toEqual([undefined, 'input', 'forward']);
  });

  it.each([
    [
      () => readSources(['10.0.0.0/33']),
      '--declared-from: "10.0.0.0/33" is no address or range of addresses - such as 203.0.113.7, 10.1.0.0/16 or 10.1.0.1-10.1.0.9',
    ],
    [() => readSources(['=10.0.0.0/8']), '--declared-from =10.0.0.0/8 names no zone before ='],
    [
      () => readGroups(['10.0.0.0/8']),
      '--declared-group 10.0.0.0/8 names no group and addresses - expected GROUP=ADDRESSES, such as sg-0a1b=203.0.113.0/24',
    ],
    [
      () => readHook('forwrad'),
      '--declared-hook must be auto, input or forward, not "forwrad" - did you mean "forward"?',
    ],
  ])('are refused where they are wrong (%#)', (read, line) => {
    expect(read).toThrow(expect.objectContaining({ code: 'usage', line }));
  });
});
