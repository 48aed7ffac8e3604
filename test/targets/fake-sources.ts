import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TargetRequest } from '../../src/model/request.ts';
import type { LoadedTargets } from '../../src/targets/load-targets.ts';
import { loadTargets } from '../../src/targets/load-targets.ts';
import type { Sources } from '../../src/targets/sources.ts';

const ROOT = join(import.meta.dirname, '../..');

interface World {
  readonly files?: Readonly<Record<string, string>>;
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly stdin?: string;
  readonly today?: string;
}

/** Files, names and a clock that exist in the test only. */
export function fakeSources({ files = {}, names = {}, stdin = '', today = '2026-06-01' }: World = {}): Sources {
  return {
    readText: (path) => Promise.resolve(files[path] ?? ''),
    isFile: (path) => Promise.resolve(Object.hasOwn(files, path)),
    readStdin: () => Promise.resolve(stdin),
    resolve: (name) => Promise.resolve(Object.hasOwn(names, name) ? (names[name] ?? []) : []),
    now: () => new Date(`${today}T23:59:59Z`),
    scopeSchema: async () => {
      const schema: object = JSON.parse(await readFile(join(ROOT, 'schemas/scope.v1.schema.json'), 'utf8'));
      return schema;
    },
  };
}

export function request(targets: readonly string[], rest: Partial<TargetRequest> = {}): TargetRequest {
  return { targets, exclude: [], excludeFiles: [], ports: '80', scope: null, authorizedBy: null, ...rest };
}

/** Loads targets from a fake world. */
export function load(
  targets: readonly string[],
  rest: Partial<TargetRequest> = {},
  world: World = {},
): Promise<LoadedTargets> {
  return loadTargets(request(targets, rest), fakeSources(world));
}

export function fixture(name: string): Promise<string> {
  return readFile(join(ROOT, 'fixtures/targets', name), 'utf8');
}
