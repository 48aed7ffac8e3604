import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../model/errors.ts';
import { packagePath, readSchema } from '../package-files.ts';
import type { ControlFramework } from '../policy/controls/control-framework.ts';
import { createFrameworkReader, toFramework } from '../policy/controls/parse-framework.ts';
import type { FrameworkReader, RawFramework } from '../policy/controls/parse-framework.ts';
import { readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

/** Frameworks that were read and checked by the build, by the SHA-256 of their text, as packs are. */
type CompiledFrameworks = Readonly<Record<string, RawFramework>>;

const FILE = 'dist/controls.json';

export interface LoadedFramework {
  readonly framework: ControlFramework;
  readonly file: string;
  readonly sha256: string;
}

/**
 * The control frameworks that come with Portreeve, by their names, and then those of the files given.
 * @throws ConfigError with its position for one that is wrong, or has the id of another
 * @throws UsageError for a file that cannot be read
 */
export async function loadControls(own: readonly string[] = []): Promise<readonly LoadedFramework[]> {
  const compiled = await readCompiledFrameworks();
  let read: FrameworkReader | undefined;
  const loaded: LoadedFramework[] = [];
  for (const file of [...(await frameworkFiles()), ...own]) {
    const text = await readText(file);
    const sha256 = sha256hex(text);
    const known = Object.hasOwn(compiled, sha256) ? compiled[sha256] : undefined;
    if (known === undefined) read ??= createFrameworkReader(await readSchema('controls'));
    const raw = known ?? read?.(file, text);
    if (raw === undefined) continue;
    const twin = loaded.find(({ framework }) => framework.framework === raw.framework);
    if (twin !== undefined) {
      throw new ConfigError(`the framework ${raw.framework} is in ${twin.file} too`, {
        at: { file },
        hint: 'give each framework its own id',
      });
    }
    loaded.push({ framework: toFramework(raw), file, sha256 });
  }
  return loaded;
}

/** Empty where nothing was compiled. */
async function readCompiledFrameworks(): Promise<CompiledFrameworks> {
  try {
    const frameworks: CompiledFrameworks = JSON.parse(await readFile(packagePath(FILE), 'utf8'));
    return frameworks;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

/** A step of the build. @throws ConfigError for a framework that is wrong */
export async function compileControls(): Promise<void> {
  const read = createFrameworkReader(await readSchema('controls'));
  const frameworks = await Promise.all(
    (await frameworkFiles()).map(async (file): Promise<[string, RawFramework]> => {
      const text = await readFile(file, 'utf8');
      return [sha256hex(text), read(file, text)];
    }),
  );
  await writeFile(packagePath(FILE), JSON.stringify(Object.fromEntries(frameworks)));
}

async function frameworkFiles(): Promise<readonly string[]> {
  const folder = packagePath('rules/controls');
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => join(folder, file));
}
