import { READ } from '../config/option-settings.ts';
import type { PartialSettings } from '../config/settings.ts';
import { UsageError } from '../model/errors.ts';
import type { DeclaredRequest } from '../model/request.ts';
import type { OptionTexts } from './split-arguments.ts';

const SEE = 'see portreeve intent init --help';

/** What `intent init` makes a matrix of: runs, at least one, or a firewall configuration. @throws UsageError */
export function readDraftSource(options: OptionTexts, flags: PartialSettings): readonly string[] | DeclaredRequest {
  const runs = (options.get('from') ?? []).map((text) => READ.text('--from', text));
  const { declared: files = [], declaredFrom: from = [], declaredHook: hook = 'auto' } = flags;
  const { declaredInterfaces: interfaces = [], declaredGroups: groups = [], declaredMembers: members = [] } = flags;
  const isOfFirewall = [...options.keys()].some((name) => name.startsWith('declared'));
  if (runs.length > 0 && isOfFirewall) {
    throw new UsageError('intent init: --from and --declared are two different matrices', { hint: SEE });
  }
  if (files.length > 0) return { files, from, hook, interfaces, groups, members };
  if (isOfFirewall)
    throw new UsageError('intent init: expected --declared and a firewall configuration', { hint: SEE });
  if (runs.length > 0) return runs;
  throw new UsageError('intent init: expected --from and a run directory, or --declared and a firewall configuration', {
    hint: SEE,
  });
}
