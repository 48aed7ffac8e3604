import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SEVERITIES } from '../../src/model/report.ts';
import { shippedPacks } from '../policy/shipped-packs.ts';

interface Preset {
  readonly metadata: { readonly id: string; readonly description: string };
  readonly packs: 'all' | readonly string[];
  readonly rules?: Readonly<
    Record<string, { readonly severity?: string; readonly off?: boolean; readonly because: string }>
  >;
}

const FOLDER = join(import.meta.dirname, '../../rules/presets');
const presets = readdirSync(FOLDER).map((file): [string, Preset] => {
  const preset: Preset = parse(readFileSync(join(FOLDER, file), 'utf8'));
  return [file, preset];
});
const rules = shippedPacks.flatMap((pack) => pack.rules);

describe('presets', () => {
  it('are there', () => {
    const names = presets.map(([file]) => file);
    expect(names).toEqual(
      expect.arrayContaining([
        'internet-perimeter.yaml',
        'pci-dss.yaml',
        'six-month-firewall-review.yaml',
        'strict.yaml',
      ]),
    );
  });

  it.each(presets)('%s: has the id of its file and names packs that exist', (file, { metadata, packs }) => {
    expect(`${metadata.id}.yaml`).toBe(file);
    const known = ['all', ...shippedPacks.map(({ id }) => `pack:${id}`)];
    expect(known).toEqual(expect.arrayContaining([packs].flat()));
  });

  it.each(presets)('%s: changes rules of its packs, with a reason, into something else', (_, preset) => {
    for (const [id, { severity, because }] of Object.entries(preset.rules ?? {})) {
      const rule = rules.find((each) => each.id === id);
      expect(rule, id).toBeDefined();
      expect(preset.packs === 'all' || preset.packs.includes(`pack:${rule?.pack}`), id).toBe(true);
      expect(because.length, id).toBeGreaterThan(10);
      expect(SEVERITIES, id).toContain(severity);
    }
  });

  // A severity that a preset gives is final: the rule no longer raises it by itself.
  it.each(presets.filter(([file]) => file !== 'six-month-firewall-review.yaml'))(
    '%s: makes nothing milder than the rule makes it at worst',
    (_, preset) => {
      const milder = Object.entries(preset.rules ?? {}).filter(([id, { severity }]) => {
        const rule = rules.find((each) => each.id === id);
        const worst = Math.min(
          rankOf(rule?.severity),
          ...(rule?.severityWhen ?? []).map(({ change }) =>
            change.kind === 'set' ? rankOf(change.severity) : Infinity,
          ),
        );
        return rankOf(severity) > worst;
      });
      expect(milder.map(([id]) => id)).toEqual([]);
    },
  );
});

function rankOf(severity: string | undefined): number {
  return SEVERITIES.findIndex((each) => each === severity);
}
