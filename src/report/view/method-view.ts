import type { Report } from '../../model/report.ts';
import { cutList, portsText } from './cut-list.ts';
import type { CutList } from './cut-list.ts';
import { countText, plural } from '../../model/quantity-text.ts';

export interface MethodView {
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly targets: CutList<{ readonly text: string; readonly addresses: string; readonly about: string }>;
  readonly exclusions: CutList<{ readonly text: string; readonly why: string; readonly addresses: string }>;
  /** Files that the run was made from, rule packs included. */
  readonly files: readonly { readonly kind: string; readonly name: string; readonly sha256: string }[];
}

const ROW_LIMIT = 100;

export function methodView({ run, scope, tool, packs, outcome }: Report): MethodView {
  const targets = cutList(scope.targets, ROW_LIMIT);
  const targetsLeft = scope.targets.length - targets.items.length + scope.targetsOmitted;
  return {
    facts: [
      { name: 'Run', value: run.id },
      { name: 'Tool', value: `Portreeve ${tool.version}` },
      { name: 'Authorised by', value: authorizationText(run.authorization) },
      { name: 'Engine', value: run.engine },
      { name: 'Services asked', value: IDENTIFY_WORDS[run.identify] },
      ...(run.identify === 'none' || run.identify === 'unknown' ? [] : mannersOf(run)),
      { name: 'Order of probes', value: `shuffled with the seed ${run.seed}` },
      { name: 'Ports', value: portsText(scope.ports) },
      {
        name: 'Fails from',
        value: outcome.failOn === 'never' ? 'never: findings are only reported' : `severity ${outcome.failOn}`,
      },
      { name: 'Exit code', value: String(outcome.exitCode) },
      { name: 'Configuration', value: `SHA-256 ${run.configSha256}` },
    ],
    targets: {
      items: targets.items.map(({ text, addresses, labels }) => ({
        text,
        addresses: countText(addresses),
        about: [labels.id, labels.zone, labels.env, labels.owner, ...(labels.tags ?? [])]
          .flatMap((label) => label ?? [])
          .join(', '),
      })),
      more: targetsLeft > 0 ? countText(targetsLeft) : null,
    },
    exclusions: cutList(
      scope.exclusions.map(({ text, why, addresses }) => ({ text, why, addresses: countText(addresses) })),
      ROW_LIMIT,
    ),
    files: [
      ...run.inputs.map(({ kind, path, sha256 }) => ({ kind, name: path, sha256 })),
      ...packs.map(({ id, version, source, rules, sha256 }) => ({
        kind: 'rule pack',
        name: `${id} ${version}, ${plural(rules, 'rule')} (${source})`,
        sha256,
      })),
    ],
  };
}

const IDENTIFY_WORDS: Readonly<Record<Report['run']['identify'], string>> = {
  none: 'none: open ports were not questioned',
  expected: 'the usual protocol of each open port',
  all: 'every known protocol until one answers',
  unknown: 'as the other scanner did',
};

const EFFECT_WORDS: Readonly<Record<NonNullable<Report['run']['maxEffect']>, string>> = {
  none: 'no session was opened, no login tried',
  session: 'at most a session under no real name',
  logged: 'at most a failed login',
};

function mannersOf({ ics, maxEffect }: Report['run']): MethodView['facts'] {
  const left = maxEffect === undefined ? [] : [{ name: 'Left behind', value: EFFECT_WORDS[maxEffect] }];
  if (ics === undefined) return left;
  return [...left, { name: 'Controllers', value: ics ? 'questioned on their ports' : 'sent nothing on their ports' }];
}

function authorizationText({ by, ticket, validUntil, source }: Report['run']['authorization']): string {
  if (by === null) return 'none given: the run stayed within ranges that need none';
  const parts = [
    by,
    ticket,
    validUntil === null ? null : `valid until ${validUntil}`,
    source === null ? null : `from ${source}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
