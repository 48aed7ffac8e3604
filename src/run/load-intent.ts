import { readSchema } from '../package-files.ts';
import type { IntentMatrix } from '../policy/intent/intent-matrix.ts';
import { createIntentParser } from '../policy/intent/parse-intent.ts';
import { knownServices } from './known-services.ts';
import { readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

export interface LoadedIntent {
  readonly matrix: IntentMatrix;
  /** As the user named the file. */
  readonly path: string;
  /** Of the file, lower-case hex. */
  readonly sha256: string;
}

/** Reads an intent matrix. @throws UserError where it cannot be read or does not load */
export async function loadIntent(path: string): Promise<LoadedIntent> {
  const text = await readText(path);
  const parse = createIntentParser(await readSchema('intent'), knownServices());
  return { matrix: parse(path, text), path, sha256: sha256hex(text) };
}
