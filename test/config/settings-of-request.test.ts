import { describe, expect, it } from 'vitest';
import { mergeConfig } from '../../src/config/merge-config.ts';
import { settingsOfRequest } from '../../src/config/settings-of-request.ts';
import { DEFAULTS, type Settings } from '../../src/config/settings.ts';

/** Every setting away from its default. */
const OTHER: Settings = {
  targets: ['10.0.0.0/8'],
  exclude: ['10.0.0.1'],
  excludeFiles: ['never.txt'],
  ports: '22',
  scope: 'scope.yaml',
  authorizedBy: 'Jo Doe, CHG-1',
  engine: 'node',
  rate: null,
  hostRate: null,
  concurrency: 3,
  timeoutMs: 20,
  attempts: 3,
  seed: 'x',
  shard: { index: 1, count: 2 },
  controls: [{ text: '10.0.0.1:22', address: '10.0.0.1', port: 22 }],
  udp: true,
  udpPorts: '53',
  snmpPublic: true,
  identify: 'none',
  identifyConcurrency: 3,
  deadlineMs: 200,
  ics: true,
  maxEffect: 'none',
  packs: ['pack:web'],
  morePacks: ['more'],
  presets: ['baseline'],
  rulesLock: 'rules.lock.json',
  overrides: { 'a/b': { off: true, because: 'agreed' } },
  intent: 'intent.yaml',
  declared: ['rules.json'],
  declaredFrom: ['10.0.0.0/8'],
  declaredHook: 'forward',
  declaredInterfaces: ['eth0'],
  declaredGroups: ['sg-1=10.0.0.0/8'],
  declaredMembers: ['interfaces.json'],
  waivers: ['waivers.yaml'],
  strictWaivers: true,
  baseline: 'before',
  failOnNew: true,
  asOf: '2026-01-31',
  failOn: 'low',
  maxNotAssessed: 0.5,
  vantage: 'fra-1',
  zone: 'dmz',
  directory: 'run',
  formats: ['json'],
};

describe('settingsOfRequest', () => {
  it('gives back what a request was made from', () => {
    const defaulted = (Object.keys(DEFAULTS) as (keyof Settings)[]).filter((key) => OTHER[key] === DEFAULTS[key]);
    expect(defaulted).toEqual([]);
    expect(settingsOfRequest(mergeConfig({ environment: {}, flags: OTHER }))).toEqual({
      ...OTHER,
      // A request has packs and changes of rules, wherever they come from.
      morePacks: [],
      presets: [],
    });
    expect(settingsOfRequest(mergeConfig({ environment: {}, flags: {} }))).toEqual(DEFAULTS);
  });
});
