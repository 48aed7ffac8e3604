import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The package's own folder: one above `src/` and `dist/` alike. */
const ROOT = new URL('../', import.meta.url);

/** The path of a file that comes with the package, such as `rules` or `schemas/report.v1.schema.json`. */
export function packagePath(name: string): string {
  return fileURLToPath(new URL(name, ROOT));
}

/** The version in `package.json`. */
export async function packageVersion(): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(packagePath('package.json'), 'utf8'));
  return version;
}

/** A JSON Schema by its name in `schemas/`: `report`, `rulepack`, `rules-lock`, `controls`, `preset`, `intent`, `waivers`, `scope` or `config`. */
export async function readSchema(name: string): Promise<object> {
  return JSON.parse(await readFile(packagePath(`schemas/${name}.v1.schema.json`), 'utf8'));
}

/** Every file below `templates/` by its path, without `.hbs` where it has it: `report`, `partials/finding`, `report.css`. */
export async function readTemplates(): Promise<Readonly<Record<string, string>>> {
  const folder = packagePath('templates');
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const entries = files
    .filter((file) => file.isFile())
    .map(async (file): Promise<[string, string]> => {
      const path = `${file.parentPath}/${file.name}`;
      return [path.slice(folder.length + 1).replace(/\.hbs$/, ''), await readFile(path, 'utf8')];
    });
  return Object.fromEntries(await Promise.all(entries));
}
