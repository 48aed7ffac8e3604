import { parseGroupMembers } from '../declared/cloud/interfaces.ts';
import type { CompareOptions } from '../declared/compare-declared.ts';
import type { DeclaredFirewall } from '../declared/firewall.ts';
import { parseDeclared } from '../declared/parse-declared.ts';
import { readGroups, readHook, readRoutes, readSources } from '../declared/read-settings.ts';
import type { DeclaredRequest } from '../model/request.ts';
import { readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

/** A firewall, and how it is to be compared. */
export interface LoadedDeclared {
  readonly firewall: DeclaredFirewall;
  readonly options: CompareOptions;
}

/** Reads what declares which connections are allowed. @throws UserError where a file or an option is wrong */
export async function loadDeclared(request: DeclaredRequest | undefined): Promise<readonly LoadedDeclared[]> {
  if (request === undefined) return [];
  const listed = await Promise.all(request.members.map(async (path) => parseGroupMembers(path, await readText(path))));
  const shared = {
    from: readSources(request.from),
    hook: readHook(request.hook),
    routes: readRoutes(request.interfaces),
    members: [...readGroups(request.groups), ...listed.flat()],
  };
  return Promise.all(
    request.files.map(async (path) => {
      const text = await readText(path);
      return { firewall: parseDeclared(path, text), options: { ...shared, sha256: sha256hex(text) } };
    }),
  );
}
