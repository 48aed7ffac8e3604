import { describe, expect, it } from 'vitest';
import { mergeConfig } from '../../src/config/merge-config.ts';
import type { PartialSettings } from '../../src/config/settings.ts';

describe('mergeConfig', () => {
  it('gives the defaults where nothing is said', () => {
    expect(mergeConfig({ environment: {}, flags: {} })).toEqual({
      target: { targets: [], exclude: [], excludeFiles: [], ports: 'default', scope: null, authorizedBy: null },
      sweep: {
        engine: 'auto',
        rate: 5000,
        hostRate: 50,
        concurrency: null,
        timeoutMs: 1500,
        attempts: 8,
        seed: null,
        shard: null,
        controls: [],
      },
      identify: { mode: 'all', concurrency: 4000, deadlineMs: 6000, ics: false, maxEffect: 'session' },
      policy: {
        packs: [],
        overrides: {},
        intent: null,
        waivers: [],
        strictWaivers: false,
        baseline: null,
        failOnNew: false,
        asOf: null,
        failOn: 'high',
        maxNotAssessed: 0.05,
      },
      vantage: { id: 'local', zone: null },
      output: { directory: null, formats: ['html', 'json'] },
      resume: null,
    });
  });

  it.each<[string, { file?: PartialSettings; environment?: Record<string, string>; flags?: PartialSettings }, number]>([
    ['defaults', {}, 8],
    ['file over defaults', { file: { attempts: 3 } }, 3],
    ['environment over file', { file: { attempts: 3 }, environment: { PORTREEVE_ATTEMPTS: '4' } }, 4],
    ['flags over all', { file: { attempts: 3 }, environment: { PORTREEVE_ATTEMPTS: '4' }, flags: { attempts: 5 } }, 5],
    ['an empty variable says nothing', { file: { attempts: 3 }, environment: { PORTREEVE_ATTEMPTS: '' } }, 3],
  ])('%s', (_, { file, environment = {}, flags = {} }, attempts) => {
    expect(mergeConfig({ file, environment, flags }).sweep.attempts).toBe(attempts);
  });

  it.each<[string, readonly [PartialSettings, Record<string, string>, PartialSettings], number | null, number | null]>([
    ['max lifts both', [{}, {}, { rate: null }], null, null],
    ['a host rate beside it stays', [{}, {}, { rate: null, hostRate: 7 }], null, 7],
    ['a weaker host rate is lifted', [{ hostRate: 7 }, {}, { rate: null }], null, null],
    ['a stronger host rate stays', [{ rate: null }, { PORTREEVE_HOST_RATE: '7' }, {}], null, 7],
    ['a stronger rate takes max back', [{ rate: null }, {}, { rate: 100 }], 100, 50],
    ['a stronger rate leaves the host rate alone', [{ hostRate: 7 }, {}, { rate: 100 }], 100, 7],
    ['max in the environment', [{ hostRate: 7 }, { PORTREEVE_RATE: 'max' }, {}], null, null],
    ['host rate max alone', [{}, {}, { hostRate: null }], 5000, null],
  ])('rate: %s', (_, [file, environment, flags], rate, hostRate) => {
    expect(mergeConfig({ file, environment, flags }).sweep).toMatchObject({ rate, hostRate });
  });

  it('asks UDP only where that is wanted', () => {
    const udpOf = (flags: PartialSettings): unknown => mergeConfig({ environment: {}, flags }).udp;
    expect(udpOf({})).toBeUndefined();
    expect(udpOf({ udp: true })).toEqual({ ports: 'default', snmpPublic: false });
    expect(udpOf({ udpPorts: '53', snmpPublic: true })).toEqual({ ports: '53', snmpPublic: true });
    expect(() => udpOf({ snmpPublic: true })).toThrow(/but UDP is not asked/);
  });

  it('names each format once', () => {
    expect(mergeConfig({ environment: {}, flags: { formats: ['json', 'html', 'json'] } }).output.formats).toEqual([
      'json',
      'html',
    ]);
  });
});
