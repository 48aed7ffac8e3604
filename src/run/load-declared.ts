import { parseGroupMembers } from '../declared/cloud/interfaces.ts';
import type { CompareOptions } from '../declared/compare-declared.ts';
import type { DeclaredFirewall } from '../declared/firewall.ts';
import { parseDeclared } from '../declared/parse-declared.ts';
import { readGroups, readHook, readRoutes, readSources } from '../declared/read-settings.ts';
import { readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

/** What the user says of firewalls, as text. */
export interface DeclaredRequest {
  /** Files that declare what is allowed. */
  readonly files: readonly string[];
  /** Where probes come from: `10.1.0.0/16`, `office=10.1.0.0/16`. */
  readonly from: readonly string[];
  /** `auto`, `input` or `forward`. */
  readonly hook: string;
  /** Interfaces of the firewall: `eth0`, and what is behind others, `eth1=10.1.0.0/16`. */
  readonly interfaces: readonly string[];
  /** Addresses of security groups: `sg-0a1b=203.0.113.0/24`. */
  readonly groups: readonly string[];
  /** Files that say which addresses security groups protect. */
  readonly members: readonly string[];
}

/** A firewall, and how it is to be compared. */
export interface LoadedDeclared {
  readonly firewall: DeclaredFirewall;
  readonly options: CompareOptions;
}

/** Reads what declares which connections are allowed. @throws UserError where a file or an option is wrong */
export async function loadDeclared(request: DeclaredRequest): Promise<readonly LoadedDeclared[]> {
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
