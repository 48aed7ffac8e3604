import type { WaiverRegister } from '../model/report.ts';
import { readSchema } from '../package-files.ts';
import type { WaiverContext } from '../policy/waivers/check-waivers.ts';
import { createWaiverParser } from '../policy/waivers/parse-waivers.ts';
import { rejectRepeatedIds } from '../policy/waivers/reject-repeated-ids.ts';
import type { WaiverList } from '../policy/waivers/waiver-list.ts';
import { readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

/** Waiver files as they were read. */
export interface LoadedWaivers {
  readonly lists: readonly WaiverList[];
  readonly files: WaiverRegister['files'];
}

/** Null where there are none. @throws UserError for a file that cannot be read or is wrong, and where two share an id */
export async function loadWaivers(paths: readonly string[], context: WaiverContext): Promise<LoadedWaivers | null> {
  if (paths.length === 0) return null;
  const parse = createWaiverParser(await readSchema('waivers'));
  const read = await Promise.all(
    paths.map(async (path) => {
      const text = await readText(path);
      return { list: parse(path, text, context), file: { path, sha256: sha256hex(text) } };
    }),
  );
  const lists = read.map(({ list }) => list);
  rejectRepeatedIds(lists);
  return { lists, files: read.map(({ file }) => file) };
}
