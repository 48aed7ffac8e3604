import { parseGroupMembers } from '../declared/cloud/interfaces.ts';
import type { CompareOptions } from '../declared/compare-declared.ts';
import type { DeclaredFirewall } from '../declared/firewall.ts';
import { parseDeclared } from '../declared/parse-declared.ts';
import { readGroups, readRoutes, readSources } from '../declared/read-settings.ts';
import type { PolicyRequest } from '../model/request.ts';
import { readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

/** Firewall configurations to hold against what was seen. */
export interface LoadedDeclared {
  readonly firewalls: readonly { readonly firewall: DeclaredFirewall; readonly sha256: string }[];
  /** How they are to be compared. */
  readonly options: Omit<CompareOptions, 'sha256'>;
}

/** Null where there are none. @throws UserError for a file or an option that cannot be read or is wrong */
export async function loadDeclared({ declared }: Pick<PolicyRequest, 'declared'>): Promise<LoadedDeclared | null> {
  if (declared === undefined) return null;
  const { files, from, hook, interfaces = [], groups = [], members = [] } = declared;
  const listed = await Promise.all(members.map(async (file) => parseGroupMembers(file, await readText(file))));
  const options = {
    from: readSources(from),
    ...(hook !== null && { hook }),
    routes: readRoutes(interfaces),
    members: [...readGroups(groups), ...listed.flat()],
  };
  const firewalls = await Promise.all(
    files.map(async (file) => {
      const text = await readText(file);
      return { firewall: parseDeclared(file, text), sha256: sha256hex(text) };
    }),
  );
  return { firewalls, options };
}
