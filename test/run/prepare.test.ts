import { describe, expect, it } from 'vitest';
import { mergeConfig } from '../../src/config/merge-config.ts';
import type { PartialSettings } from '../../src/config/settings.ts';
import { formatRange } from '../../src/model/address.ts';
import { UsageError } from '../../src/model/errors.ts';
import type { AuditRequest, Control } from '../../src/model/request.ts';
import { planOfRecord } from '../../src/run/plan-of-record.ts';
import { plan } from '../../src/run/plan-summary.ts';
import { draftRun, prepareTargets, startRecord } from '../../src/run/prepare.ts';
import { readRecord } from '../../src/run/read-record.ts';

const noStdin = (): Promise<string> => Promise.resolve('');

function request(flags: PartialSettings): AuditRequest {
  return mergeConfig({ environment: {}, flags });
}

function control(address: string, port = 22): Control {
  return { text: `${address}:${port}`, address, port };
}

describe('a part of the hosts', () => {
  const asked = request({
    targets: ['10.0.0.0/24', 'fd00::/126'],
    exclude: ['10.0.0.7'],
    ports: '22,80',
    shard: { index: 2, count: 4 },
  });

  it('is planned again from the record as it was', async () => {
    const { loaded } = await prepareTargets(asked, noStdin);
    const record = await startRecord(asked, draftRun(asked), loaded);
    const again = planOfRecord(readRecord('run.json', JSON.stringify(record)));
    expect(again.ranges.map(formatRange)).toEqual(['10.0.0.65-10.0.0.129']);
    expect(loaded.plan.ranges.map(formatRange)).toEqual(['10.0.0.65-10.0.0.129']);
    expect(record).toMatchObject({ shard: { index: 2, count: 4 }, hosts: 65, endpoints: 130 });
  });

  it('is what plan tells of', async () => {
    const summary = await plan(asked);
    expect(summary).toMatchObject({ shard: { index: 2, count: 4 }, hosts: 65, endpoints: 130 });
    expect(summary.first[0]).toMatchObject({ address: '10.0.0.65', port: 22 });
  });
});

describe('controls', () => {
  it("may lie anywhere within one's own ranges, and within the whole of what was authorised, whatever the part", async () => {
    const own = request({ targets: ['10.0.0.0/24'], ports: '22', controls: [control('192.168.0.1')] });
    await expect(prepareTargets(own, noStdin)).resolves.toBeDefined();
    const [targets, authorizedBy] = [['203.0.113.0/24'], 'Jo Doe, CHG-1'] as const;
    const controls = [control('203.0.113.200')];
    const part = request({ targets, authorizedBy, ports: '22', controls, shard: { index: 1, count: 9 } });
    await expect(prepareTargets(part, noStdin)).resolves.toBeDefined();
  });

  it.each<[string, PartialSettings, string]>([
    ['outside', { targets: ['10.0.0.0/24'] }, '203.0.113.1'],
    ['excluded', { targets: ['10.0.0.0/24'], exclude: ['10.0.0.7'] }, '10.0.0.7'],
    ['not authorised', { targets: ['203.0.113.0/24'], authorizedBy: 'Jo Doe, CHG-1' }, '203.0.114.1'],
  ])('that are %s are refused before anything is sent', async (_, settings, address) => {
    const wrong = request({ ...settings, ports: '22', controls: [control(address)] });
    await expect(prepareTargets(wrong, noStdin)).rejects.toThrow(UsageError);
    await expect(prepareTargets(wrong, noStdin)).rejects.toThrow(`the control ${address}:22 may not be probed`);
  });
});
