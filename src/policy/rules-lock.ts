import { Ajv2020 } from 'ajv/dist/2020.js';
import { closest } from '../model/closest.ts';
import { ConfigError, RuleError } from '../model/errors.ts';
import type { Pack } from '../model/report.ts';
import { explainErrors, parseYaml } from '../model/yaml-document.ts';

/** What is locked of a pack. */
export type LockedPack = Pick<Pack, 'id' | 'version' | 'source' | 'sha256'>;

/** The packs that were agreed on: `rules.lock.json`. */
export interface RulesLock {
  readonly apiVersion: 'portreeve/v1';
  readonly kind: 'RulesLock';
  readonly packs: readonly LockedPack[];
}

const RELOCK = 'look at what changed, then run portreeve rules lock';

/** The lock of packs, sorted by id so that files can be compared. */
export function lockOf(packs: readonly Pack[]): RulesLock {
  const locked = packs.map(({ id, version, source, sha256 }): LockedPack => ({ id, version, source, sha256 }));
  return { apiVersion: 'portreeve/v1', kind: 'RulesLock', packs: locked.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** Reads the text of a lock; `schema` is schemas/rules-lock.v1.schema.json. @throws ConfigError with file, line and column */
export function readLock(file: string, text: string, schema: object): RulesLock {
  const document = parseYaml(file, text);
  const validate = new Ajv2020({ allErrors: true, verbose: true }).compile<RulesLock>(schema);
  const { value } = document;
  if (!validate(value)) {
    const [first] = explainErrors(document, validate.errors ?? []);
    throw new ConfigError(first?.message ?? 'does not fit the schema of locks', {
      at: first?.at ?? { file },
      hint: first?.hint ?? 'portreeve rules lock writes it',
    });
  }
  const ids = value.packs.map(({ id }) => id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (twice < 0) return value;
  throw new ConfigError(`the pack ${ids[twice]} is locked twice`, { at: document.positionOf(['packs', twice, 'id']) });
}

/**
 * Packs must be those that a lock names, byte for byte. A locked pack that is not asked for is no mistake.
 * @throws RuleError naming the first pack that differs and what to do
 */
export function checkLock(packs: readonly Pack[], { packs: locked }: RulesLock, file: string): void {
  for (const { id, version, source, sha256 } of packs) {
    const agreed = locked.find((pack) => pack.id === id);
    if (agreed === undefined) {
      const near = closest(
        id,
        locked.map((pack) => pack.id),
      );
      const hint = near === undefined ? RELOCK : `${RELOCK}; it has ${near}`;
      throw new RuleError(`the pack ${id} (${source}) is not in ${file}`, { hint });
    }
    if (agreed.sha256 === sha256) continue;
    throw new RuleError(
      `the pack ${id} (${source}) is not the one in ${file}: version ${version} with SHA-256 ${brief(sha256)}, ` +
        `locked is version ${agreed.version} with ${brief(agreed.sha256)}`,
      { hint: RELOCK },
    );
  }
}

function brief(sha256: string): string {
  return `${sha256.slice(0, 12)}...`;
}
