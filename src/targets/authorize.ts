import { formatRange, parseCidr } from '../model/address.ts';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Authorization, Target } from '../model/target.ts';
import type { RangeSet } from '../model/range-set.ts';
import { countAddresses, mergeRanges, subtractRanges } from '../model/range-set.ts';
import type { Scope } from './read-scope.ts';

/** Loopback, link-local and private addresses: one's own by definition (RFC 1122, 3927, 1918, 4291, 4193). */
const OWN = mergeRanges(
  [
    '127.0.0.0/8',
    '169.254.0.0/16',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '::1/128',
    'fe80::/10',
    'fc00::/7',
  ].flatMap((cidr) => parseCidr(cidr) ?? []),
);

/** What is to be probed, and by whose leave. */
interface Request {
  /** Addresses that are left after exclusion. */
  readonly addresses: RangeSet;
  readonly targets: readonly Target[];
  readonly scope: Scope | null;
  /** `who, ticket` as given. */
  readonly authorizedBy: string | null;
}

/** Where probes may go, and the record of who said so. */
interface Permission {
  readonly allowed: RangeSet;
  readonly authorization: Authorization;
}

/**
 * Decides whether all addresses may be probed. A scope file allows what it lists and nothing else, `--authorized-by` beside it is
 * recorded only; `--authorized-by` alone allows what is asked for; without either only one's own addresses are allowed.
 * @throws UsageError that names addresses outside and the ways out
 */
export function authorize({ addresses, targets, scope, authorizedBy }: Request): Permission {
  const person = authorizedBy === null ? undefined : readPerson(authorizedBy);
  if (scope !== null) {
    const allowed = mergeRanges(scope.ranges);
    refuseOutside(
      { addresses, targets, allowed },
      `the scope ${scope.file}`,
      'exclude them, or have the scope extended',
    );
    const by = [scope.authorizedBy, person?.by].filter((name) => name !== undefined).join('; ');
    const ticket = [scope.ticket, person?.ticket].filter((name) => name !== undefined).join('; ');
    const source = person === undefined ? scope.file : `${scope.file}; --authorized-by`;
    return { allowed, authorization: { by, ticket, validUntil: scope.validUntil, source } };
  }
  if (person !== undefined) {
    return { allowed: addresses, authorization: { ...person, validUntil: null, source: '--authorized-by' } };
  }
  refuseOutside(
    { addresses, targets, allowed: OWN },
    'the private ranges',
    'give --scope FILE or --authorized-by "who, ticket"',
  );
  return { allowed: OWN, authorization: { by: null, ticket: null, validUntil: null, source: null } };
}

function readPerson(text: string): { readonly by: string; readonly ticket: string } {
  const comma = text.indexOf(',');
  const by = printable(text.slice(0, Math.max(comma, 0)).trim());
  const ticket = printable(text.slice(comma + 1).trim());
  if (by === '' || ticket === '') {
    throw new UsageError(`--authorized-by "${printable(text, 64)}" lacks the person or the ticket`, {
      hint: 'write "who, ticket"',
    });
  }
  return { by, ticket };
}

function refuseOutside(
  {
    addresses,
    targets,
    allowed,
  }: { readonly addresses: RangeSet; readonly targets: readonly Target[]; readonly allowed: RangeSet },
  what: string,
  hint: string,
): void {
  const outside = subtractRanges(addresses, allowed);
  const [first] = outside;
  if (first === undefined) return;
  const count = countAddresses(outside);
  const shown = outside.slice(0, 3).map(formatRange).join(', ') + (outside.length > 3 ? ', ...' : '');
  const culprit = targets.find(({ ranges }) =>
    ranges.some((range) => range.family === first.family && range.first <= first.first && first.first <= range.last),
  );
  const name = culprit?.name === undefined ? '' : ` (${culprit.name})`;
  throw new UsageError(`${count} ${count === 1n ? 'address is' : 'addresses are'} outside ${what}: ${shown}${name}`, {
    at: culprit?.at,
    hint,
  });
}
