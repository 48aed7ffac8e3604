import { mergeConfig } from '../config/merge-config.ts';
import { settingsOfRequest } from '../config/settings-of-request.ts';
import { UsageError } from '../model/errors.ts';
import type { AuditRequest } from '../model/request.ts';
import type { CommandContext } from './command-context.ts';
import type { Configured } from './invocation.ts';

/**
 * The request of an earlier run with the options of this command line laid over it. Neither `portreeve.yaml` nor the environment is read: what they
 * said when the run began is in its record, and they may say something else by now.
 * @throws UsageError when the directory holds no run, or for options that a run cannot change
 */
export async function loadResumedRequest(
  resume: string,
  { flags, config }: Configured,
  context: CommandContext,
): Promise<AuditRequest> {
  refuse(config !== null, '--config', 'the settings are those that the run began with, and options win over them');
  refuse(flags.directory !== undefined, '--out', 'the run stays where it is');
  refuse(flags.presets !== undefined, '--preset', 'when the run is finished, portreeve judge RUN takes one');
  const recorded = await (await context.api()).recordedRequest(resume);
  const merged = mergeConfig({ file: settingsOfRequest(recorded), environment: {}, flags });
  return { ...merged, output: { ...merged.output, directory: resume }, resume };
}

function refuse(given: boolean, option: string, hint: string): void {
  if (given) throw new UsageError(`${option} cannot be given with --resume`, { hint });
}
