import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../../src/package-files.ts';
import { loadControls } from '../../src/run/load-controls.ts';
import { frameworkTexts, shippedFrameworks } from '../policy/controls/framework-files.ts';

describe('control frameworks', () => {
  it('are what their files say, though the build read them', async () => {
    const loaded = await loadControls();
    expect(loaded.map(({ framework }) => framework)).toEqual(shippedFrameworks);
    const compiled: object = JSON.parse(await readFile(packagePath('dist/controls.json'), 'utf8'));
    expect(Object.keys(compiled).sort()).toEqual(loaded.map(({ sha256 }) => sha256).sort());
  });

  it('may be joined by others, but not under the same id', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portreeve-controls-'));
    const text = frameworkTexts.get('soc2.yaml') ?? '';
    await writeFile(join(folder, 'ours.yaml'), text.replace('framework: soc2', 'framework: ours'));
    await writeFile(join(folder, 'twin.yaml'), `# Changed\n${text}`);
    const loaded = await loadControls([join(folder, 'ours.yaml')]);
    expect(loaded.map(({ framework }) => framework.framework)).toEqual([
      ...shippedFrameworks.map(({ framework }) => framework),
      'ours',
    ]);
    await expect(loadControls([join(folder, 'twin.yaml')])).rejects.toThrow(/soc2 is in .*soc2\.yaml too/);
    await expect(loadControls([join(folder, 'none.yaml')])).rejects.toThrow(/there is no such file/);
  });
});
