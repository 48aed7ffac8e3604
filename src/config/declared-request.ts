import { UsageError } from '../model/errors.ts';
import type { DeclaredRequest } from '../model/request.ts';
import type { Settings } from './settings.ts';

/** Which firewall configurations to read, and how; undefined where none is named. @throws UsageError where only the how is told */
export function declaredRequest(settings: Settings): DeclaredRequest | undefined {
  const { declared, declaredFrom, declaredHook, declaredInterfaces, declaredGroups, declaredMembers } = settings;
  const lists = {
    from: declaredFrom,
    interfaces: declaredInterfaces,
    groups: declaredGroups,
    members: declaredMembers,
  };
  if (declared.length > 0) return { files: [...new Set(declared)], hook: declaredHook, ...lists };
  if (declaredHook === 'auto' && Object.values(lists).every((list) => list.length === 0)) return undefined;
  throw new UsageError('it is said how to read a firewall configuration, but none is named', {
    hint: 'name it with --declared',
  });
}
