import { describe, expect, it } from 'vitest';
import { misspeltVariables, readEnvironment } from '../../src/config/read-environment.ts';
import { UsageError } from '../../src/model/errors.ts';

describe('readEnvironment', () => {
  it('reads variables named after the options', () => {
    const environment = {
      PORTREEVE_RATE: 'max',
      PORTREEVE_HOST_RATE: '20',
      PORTREEVE_TIMEOUT: '2s',
      PORTREEVE_SHARD: '2/4',
      PORTREEVE_CONTROL: '10.0.0.1:22,10.0.0.2:80',
      PORTREEVE_EXCLUDE: '10.0.0.1, 10.0.0.2',
      PORTREEVE_AUTHORIZED_BY: 'Jo Doe, CHG-1',
      PATH: '/bin',
    };
    expect(readEnvironment(environment)).toEqual({
      rate: null,
      hostRate: 20,
      timeoutMs: 2000,
      shard: { index: 2, count: 4 },
      controls: [
        { text: '10.0.0.1:22', address: '10.0.0.1', port: 22 },
        { text: '10.0.0.2:80', address: '10.0.0.2', port: 80 },
      ],
      exclude: ['10.0.0.1', '10.0.0.2'],
      authorizedBy: 'Jo Doe, CHG-1',
    });
  });

  it('names the variable in errors', () => {
    expect(() => readEnvironment({ PORTREEVE_FAIL_ON: 'hgih' })).toThrow(UsageError);
    expect(() => readEnvironment({ PORTREEVE_FAIL_ON: 'hgih' })).toThrow(
      /^PORTREEVE_FAIL_ON: expected critical, .* got "hgih"$/,
    );
  });
});

describe('misspeltVariables', () => {
  it('warns of near misses only', () => {
    const environment = { PORTREEVE_RAET: '5', PORTREEVE_RATE: '5', PORTREEVE_SERVICE_HOST: '10.0.0.1', RATE: '5' };
    expect(misspeltVariables(environment)).toEqual([
      'the environment variable PORTREEVE_RAET is not read - did you mean PORTREEVE_RATE?',
    ]);
  });
});
