import { access, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { misspeltVariables } from '../config/read-environment.ts';
import type { PartialSettings } from '../config/settings.ts';
import { ConfigError, UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { AuditRequest } from '../model/request.ts';
import { readSchema } from '../package-files.ts';
import type { CommandContext } from './command-context.ts';
import { mergeWithPresets } from './load-presets.ts';
import { LOCK_FILE, type Invocation } from './invocation.ts';

/** The file that is read when the working directory has it. */
export const CONFIG_FILE = 'portreeve.yaml';

type Configured = Extract<Invocation, { readonly config: string | null }>;

/** Merges file, environment and flags, and says on standard error where a file was found without being named. @throws UserError */
export async function loadRequest(invocation: Configured, context: CommandContext): Promise<AuditRequest> {
  const { flags, config, display } = invocation;
  const { env, cwd = process.cwd() } = context.io;
  const text = await readConfig(resolve(cwd, config ?? CONFIG_FILE), config);
  const notes = misspeltVariables(env);
  let file: PartialSettings | undefined;
  if (text !== undefined) {
    const path = config ?? CONFIG_FILE;
    if (config === null && !display.quiet) await context.err(`portreeve: using ./${CONFIG_FILE}\n`);
    // Loaded here because most runs have no file, and its parser and validator take a while to start.
    const { readConfigFile } = await import('../config/read-config-file.ts');
    file = readConfigFile(path, text, await readSchema('config'));
  }
  for (const note of notes) await context.err(`portreeve: warning: ${printable(note)}\n`);
  const request = await mergeWithPresets({ file, environment: env, flags });
  const judges = invocation.command === 'audit' || invocation.command === 'judge';
  return judges && request.policy.rulesLock === undefined ? withFoundLock(request, invocation, context) : request;
}

async function withFoundLock(
  request: AuditRequest,
  { display }: Configured,
  { io: { cwd = process.cwd() }, err }: CommandContext,
): Promise<AuditRequest> {
  const found = await access(resolve(cwd, LOCK_FILE)).then(
    () => true,
    () => false,
  );
  if (!found) return request;
  if (!display.quiet) await err(`portreeve: using ./${LOCK_FILE}\n`);
  return { ...request, policy: { ...request.policy, rulesLock: LOCK_FILE } };
}

/** Like `loadRequest`, for commands that cannot do without a target. @throws UserError */
export async function loadTargetRequest(invocation: Configured, context: CommandContext): Promise<AuditRequest> {
  const request = await loadRequest(invocation, context);
  if (request.target.targets.length > 0) return request;
  throw new UsageError(
    'no target given; expected addresses, CIDRs, ranges, host names, inventory files or - for standard input',
    {
      hint: `see portreeve ${invocation.command} --help`,
    },
  );
}

/** The text of the file; undefined where none was named and none is there. */
async function readConfig(path: string, named: string | null): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (named === null && code === 'ENOENT') return undefined;
    const file = named ?? CONFIG_FILE;
    throw new ConfigError(`cannot read the configuration file (${code})`, { at: { file }, cause: error });
  }
}
