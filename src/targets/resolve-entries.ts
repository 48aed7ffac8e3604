import PQueue from 'p-queue';
import type { AddressRange } from '../model/address.ts';
import { parseAddress } from '../model/address.ts';
import { UsageError } from '../model/errors.ts';
import type { Target } from '../model/target.ts';
import type { Entry } from './inventories/entry.ts';
import { limitEntries, locate } from './inventories/entry.ts';
import type { Sources } from './sources.ts';
import type { TargetForm } from './target-form.ts';
import { parseTargetForm } from './target-form.ts';

type Resolver = Pick<Sources, 'resolve'>;

/** Questions to the resolver at once. */
const CONCURRENCY = 32;

/**
 * Turns entries into targets: all of them are parsed before the first name is resolved, each name is resolved once.
 * @throws UsageError with the entry's position where its text is no target or its name has no address
 */
export async function resolveEntries(entries: readonly Entry[], resolver: Resolver): Promise<readonly Target[]> {
  let pieces = 0;
  const parsed = entries.map((entry) => {
    const form = locate(entry.at, () => parseTargetForm(entry.text));
    pieces += form.kind === 'name' ? 1 : form.ranges.length;
    limitEntries(pieces, entry.at);
    return { entry, form };
  });
  const resolved = await resolveNames(parsed, resolver);
  return parsed.map(({ entry, form }) => ({
    text: entry.text,
    ...(form.kind === 'name' ? { name: form.name } : {}),
    ranges: form.kind === 'name' ? (resolved.get(form.name) ?? []) : form.ranges,
    labels: entry.labels,
    at: entry.at,
  }));
}

interface Parsed {
  readonly entry: Entry;
  readonly form: TargetForm;
}

async function resolveNames(
  parsed: readonly Parsed[],
  resolver: Resolver,
): Promise<ReadonlyMap<string, readonly AddressRange[]>> {
  const firstUse = new Map<string, Entry>();
  for (const { entry, form } of parsed) {
    if (form.kind === 'name' && !firstUse.has(form.name)) firstUse.set(form.name, entry);
  }
  const queue = new PQueue({ concurrency: CONCURRENCY });
  const answers = await queue.addAll(
    [...firstUse].map(
      ([name, entry]) =>
        async () =>
          [name, await resolveName(name, entry, resolver)] as const,
    ),
  );
  return new Map(answers);
}

async function resolveName(name: string, { at }: Entry, resolver: Resolver): Promise<readonly AddressRange[]> {
  const addresses = await ask(name, at, resolver);
  if (addresses.length === 0)
    throw new UsageError(`host name ${name} does not resolve`, { at, hint: 'check the spelling, or give its address' });
  return addresses.map((text) => {
    const address = parseAddress(text);
    if (address === undefined)
      throw new UsageError(`host name ${name} resolves to ${text}, which cannot be probed`, { at });
    return { family: address.family, first: address.value, last: address.value };
  });
}

async function ask(name: string, at: Entry['at'], resolver: Resolver): Promise<readonly string[]> {
  try {
    return await resolver.resolve(name);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
    throw new UsageError(`host name ${name} could not be resolved (${error.code})`, {
      at,
      hint: 'the resolver did not answer',
      cause: error,
    });
  }
}
