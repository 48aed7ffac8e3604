import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { STARTER_CONFIG } from '../../config/starter-config.ts';
import { UsageError } from '../../model/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { CONFIG_FILE } from '../load-request.ts';

type InitInvocation = Extract<Invocation, { readonly command: 'init' }>;

/** Writes the starter configuration into the working directory. */
export async function runInit(invocation: InitInvocation, context: CommandContext): Promise<number> {
  const { cwd = process.cwd() } = context.io;
  try {
    await writeFile(resolve(cwd, CONFIG_FILE), STARTER_CONFIG, { flag: invocation.force ? 'w' : 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'EEXIST')
      throw new UsageError(`${CONFIG_FILE} exists`, { hint: 'portreeve init --force replaces it', cause: error });
    throw new UsageError(`cannot write ${CONFIG_FILE} (${code})`, { cause: error });
  }
  await context.out(NEXT);
  return EXIT.clean;
}

const NEXT = `Wrote ${CONFIG_FILE}. Next:
  1. name your targets in it
  2. portreeve plan     shows what would be probed and how long it takes; sends nothing
  3. portreeve audit    probes, judges and writes the report
`;
