import { rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import { plural } from '../../model/quantity-text.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { loadRequest } from '../load-request.ts';

type RulesLockInvocation = Extract<Invocation, { readonly command: 'rules lock' }>;

/** Writes down the packs that the settings ask for. */
export async function runRulesLock(invocation: RulesLockInvocation, context: CommandContext): Promise<number> {
  const { cwd = process.cwd() } = context.io;
  const { policy } = await loadRequest(invocation, context);
  const lock = await (await context.api()).lockRules(policy.packs);
  await replace(resolve(cwd, invocation.out), `${JSON.stringify(lock, null, 2)}\n`);
  const note = `Wrote ${invocation.out}: ${plural(lock.packs.length, 'pack')}. Audits refuse others where it lies in the working directory.\n`;
  await context.out(note);
  return EXIT.clean;
}

/** A lock is there as a whole or not at all. */
async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`cannot write ${path} (${code})`, { cause: error });
  }
}
