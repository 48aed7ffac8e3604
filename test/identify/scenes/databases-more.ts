import { expect } from 'vitest';
import { startClickhouse } from '../../lab/servers/clickhouse.ts';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);

export const MORE_DATABASES: Scenes = {
  'ClickHouse without a password': {
    needs: ['clickhouse-server'],
    start: () => startClickhouse(),
    expected: { service: service('clickhouse', 'ClickHouse', text), access: 'none-required' },
    recording: 'clickhouse/open',
  },
  'ClickHouse with a password': {
    needs: ['clickhouse-server'],
    start: () => startClickhouse({ password: 'not-a-real-password' }),
    expected: { service: service('clickhouse', 'ClickHouse', null), access: 'required' },
    recording: 'clickhouse/password',
  },
};
