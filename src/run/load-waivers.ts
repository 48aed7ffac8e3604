import { ConfigError } from '../model/errors.ts';
import type { Problem } from '../model/errors.ts';
import type { WaiverRegister } from '../model/report.ts';
import { readSchema } from '../package-files.ts';
import type { WaiverContext } from '../policy/waivers/check-waivers.ts';
import { createWaiverParser } from '../policy/waivers/parse-waivers.ts';
import { repeatedIds } from '../policy/waivers/repeated-ids.ts';
import type { WaiverList } from '../policy/waivers/waiver-list.ts';
import { readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

/** Waiver files as they were read. */
export interface LoadedWaivers {
  readonly lists: readonly WaiverList[];
  readonly files: WaiverRegister['files'];
}

/** Null where there are none. @throws ConfigError whose `problems` are the mistakes of all files, UsageError for one that cannot be read */
export async function loadWaivers(paths: readonly string[], context: WaiverContext): Promise<LoadedWaivers | null> {
  if (paths.length === 0) return null;
  const parse = createWaiverParser(await readSchema('waivers'));
  const texts = await Promise.all(paths.map(async (path) => ({ path, text: await readText(path) })));
  const problems: Problem[] = [];
  const lists = texts.flatMap(({ path, text }) => {
    try {
      return [parse(path, text, context)];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...problemsOf(error, path));
      return [];
    }
  });
  problems.push(...repeatedIds(lists));
  const [first] = problems;
  if (first !== undefined) {
    const rest = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
    throw new ConfigError(`${first.message}${rest}`, { at: first.at, hint: first.hint, problems });
  }
  return { lists, files: texts.map(({ path, text }) => ({ path, sha256: sha256hex(text) })) };
}

/** A text that is no YAML has one mistake, which is the error itself. */
function problemsOf({ problems, at, message, hint }: ConfigError, file: string): readonly Problem[] {
  if (problems.length > 0) return problems;
  return [{ at: at ?? { file }, message, ...(hint !== undefined && { hint }) }];
}
