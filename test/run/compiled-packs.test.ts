import { describe, expect, it } from 'vitest';
import { mergeConfig } from '../../src/config/merge-config.ts';
import { readCompiledPacks } from '../../src/run/compiled-packs.ts';
import { loadPacks, loadPolicy } from '../../src/run/load-policy.ts';

describe('the packs that the build compiled', () => {
  it('are all that come with Portreeve, as they are now', async () => {
    const packs = await loadPacks([]);
    expect(Object.keys(await readCompiledPacks()).sort()).toEqual(packs.map(({ about }) => about.sha256).sort());
    expect(packs.length).toBeGreaterThan(5);
  });

  it('make the same rules as the packs themselves', async () => {
    const parsed = await loadPacks([]);
    const { packs } = await loadPolicy(mergeConfig({ environment: {}, flags: {} }).policy);
    expect(packs.map(({ about }) => about)).toEqual(parsed.map(({ about }) => about));
    // Functions and positions aside, which only one of them has.
    const plain = (loaded: typeof packs): unknown =>
      JSON.parse(
        JSON.stringify(
          loaded.map(({ pack }) => pack.rules),
          (key, value: unknown) => (key === 'at' ? null : value),
        ),
      );
    expect(plain(packs)).toEqual(plain(parsed));
  });
});
