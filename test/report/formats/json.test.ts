import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { formatJson } from '../../../src/report/formats/json.ts';
import { cleanReport, hostileReport, lanReport } from '../sample-reports.ts';

const GOLDEN = new URL('../../../fixtures/reports/', import.meta.url);

describe('formatJson', () => {
  it.each([
    ['clean', cleanReport],
    ['lan', lanReport],
  ])('fixtures/reports/%s.json is what the sample gives (UPDATE_GOLDEN=1 writes it)', async (name, sample) => {
    const file = new URL(`${name}.json`, GOLDEN);
    const text = formatJson(sample());
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
    expect(text).toBe(await readFile(file, 'utf8'));
  });

  it.each([cleanReport, lanReport, hostileReport])('reads back as the same report', (sample) => {
    const report = sample();
    expect(JSON.parse(formatJson(report))).toEqual(report);
  });

  it('ends with one line end and is well-formed Unicode even where a banner is not', () => {
    const text = formatJson(hostileReport());
    expect(text.isWellFormed()).toBe(true);
    expect(text).toMatch(/\}\n$/);
  });
});
