import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath, readSchema } from '../package-files.ts';
import { loadExpressions } from '../policy/expressions.ts';
import { createPackReader } from '../policy/parse-pack.ts';
import type { RawPack } from '../policy/raw-pack.ts';
import { sha256hex } from './sha256.ts';

/**
 * The rule packs that come with Portreeve, read and checked when it is built: parsing them takes a third of a second and 30 MB, again and again.
 * By the SHA-256 of the pack's text, so that a pack that was changed since is parsed anew.
 */
export type CompiledPacks = Readonly<Record<string, RawPack>>;

const FILE = 'dist/packs.json';

/** Empty where nothing was compiled. */
export async function readCompiledPacks(): Promise<CompiledPacks> {
  try {
    const packs: CompiledPacks = JSON.parse(await readFile(packagePath(FILE), 'utf8'));
    return packs;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

/** A step of the build. @throws RuleError for a pack that is wrong */
export async function compilePacks(): Promise<void> {
  const read = createPackReader(await readSchema('rulepack'), await loadExpressions());
  const folder = packagePath('rules');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const packs = await Promise.all(
    files.map(async (file): Promise<[string, RawPack]> => {
      const text = await readFile(join(folder, file), 'utf8');
      return [sha256hex(text), read(file, text).value];
    }),
  );
  await writeFile(packagePath(FILE), JSON.stringify(Object.fromEntries(packs)));
}
