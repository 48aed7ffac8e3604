import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPorts } from '../../src/model/ports.ts';
import { usualService } from '../../src/model/usual-services.ts';
import { PORT_SETS } from '../../src/targets/port-sets.ts';
import { parsePorts, parseUdpPorts } from '../../src/targets/ports.ts';
import { lineOf } from './user-error.ts';

describe('parsePorts', () => {
  it.each([
    ['22', [22]],
    ['443,80,22,80', [22, 80, 443]],
    [' 22 , 8000-8002 ', [22, 8000, 8001, 8002]],
    ['1,65535', [1, 65535]],
    ['mail,25', [25, 110, 143, 465, 587, 993, 995]],
  ])('reads %j', (text, ports) => {
    expect(parsePorts(text)).toEqual(ports);
  });

  it('reads all', () => {
    expect(parsePorts('all')).toHaveLength(65_535);
  });

  it.each([
    ['70000', 'port 70000 is outside 1-65535'],
    ['0', 'port 0 is outside 1-65535'],
    ['1-99999', 'port 99999 is outside 1-65535'],
    ['80-22', 'port range 80-22 runs backwards - write 22-80'],
    ['databses', '"databses" is no port, range or set of ports - did you mean "databases"?'],
    ['22,,80', 'empty port - write ports as 22,80,8000-8010 or as a set such as databases'],
  ])('refuses %j', async (text, line) => {
    expect(await lineOf(() => parsePorts(text))).toBe(line);
  });

  it.each(['', 'constructor', '1-2-3', '-5', '0x50', '22/tcp', '１', '9'.repeat(400)])(
    'refuses %j as a user mistake',
    async (text) => {
      expect(await lineOf(() => parsePorts(text))).not.toBe('');
    },
  );

  it.each(Object.keys(PORT_SETS))('knows only valid ports in the set %s', (name) => {
    const ports = parsePorts(name);
    expect(ports.length).toBeGreaterThan(4);
    expect(ports).toEqual([...new Set(ports)].sort((a, b) => a - b));
  });

  it('reads back what formatPorts writes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 1 }), (ports) => {
        expect(parsePorts(formatPorts(ports))).toEqual(ports.toSorted((a, b) => a - b));
      }),
    );
  });

  it('throws nothing but user errors, whatever the text', async () => {
    const unit = fc.constantFrom('0', '1', '9', ',', '-', ' ', 'a', 'd', '\u0000');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit }), async (text) => {
        expect(await lineOf(() => parsePorts(`${text},!`))).not.toContain('\u0000');
      }),
    );
  });
});

describe('the default set', () => {
  const ports = parsePorts('default');

  it('has a usual service for every port', () => {
    expect(ports.filter((port) => usualService(port) === undefined)).toEqual([]);
  });

  it('leaves out industrial protocols and ports that only UDP uses', () => {
    expect(
      ports.filter((port) => [69, 102, 161, 502, 623, 1911, 2404, 4840, 20_000, 44_818, 47_808].includes(port)),
    ).toEqual([]);
  });
});

describe('parseUdpPorts', () => {
  it.each([
    ['161,53', [53, 161]],
    ['1-100', [53, 69, 88]],
    ['47808', [47_808]],
  ])('reads %j', (text, ports) => {
    expect(parseUdpPorts(text)).toEqual(ports);
  });

  it('reads the names of groups', () => {
    expect(parseUdpPorts('default')).not.toContain(47_808);
    expect(parseUdpPorts('all')).toEqual([...parseUdpPorts('default'), 47_808]);
  });

  it.each([
    ['9', 'no UDP service is known on port 9'],
    ['514', 'no UDP service is known on port 514'],
    ['7-19', 'no UDP service is known on ports 7-19'],
    ['databases', 'no UDP service is known on the set databases'],
  ])('refuses %j', async (text, message) => {
    expect(await lineOf(() => Promise.resolve(parseUdpPorts(text)))).toContain(
      `${message} - the UDP ports are 53,69,88`,
    );
  });
});
