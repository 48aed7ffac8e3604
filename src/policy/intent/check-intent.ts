import { parseAddress } from '../../model/address.ts';
import { closest } from '../../model/closest.ts';
import { printable } from '../../model/printable.ts';
import type { YamlPath } from '../../model/yaml-document.ts';
import { portProblem } from './read-ports.ts';
import { targetProblem } from './read-targets.ts';
import type { RawIntent, RawRow } from './raw-intent.ts';

/** One thing that the schema cannot see. */
export interface IntentProblem {
  readonly path: YamlPath;
  /** Whether it is about the key at the end of the path and not about its value. */
  readonly key?: boolean;
  readonly message: string;
  readonly hint?: string;
}

/** What is wrong with a matrix that fits the schema, from top to bottom; contradictions apart. */
export function checkIntent(raw: RawIntent, services: ReadonlySet<string>): readonly IntentProblem[] {
  const known = { zones: new Set(Object.keys(raw.zones)), groups: new Set(Object.keys(raw.groups)), services };
  return [
    ...checkMetadata(raw),
    ...checkZones(raw),
    ...checkGroups(raw),
    ...checkControls(raw),
    ...raw.matrix.flatMap((row, index) => checkRow(row, ['matrix', index], known)),
  ];
}

function checkMetadata({ metadata: { approved, review_by: reviewBy } }: RawIntent): readonly IntentProblem[] {
  if (approved === undefined || reviewBy === undefined || approved <= reviewBy) return [];
  return [
    {
      path: ['metadata', 'review_by'],
      message: `review_by ${reviewBy} is before the day of approval, ${approved}`,
      hint: 'are the two dates mixed up?',
    },
  ];
}

function checkZones({ zones }: RawIntent): readonly IntentProblem[] {
  const zoneOf = new Map<string, string>();
  return Object.entries(zones).flatMap(([zone, { vantages, quorum = 1 }]) => [
    ...vantages.flatMap((vantage, index) => {
      const other = zoneOf.get(vantage);
      zoneOf.set(vantage, zone);
      if (other === undefined) return [];
      const message = `the vantage ${printable(vantage, 64)} is in the zone ${other}${other === zone ? ' twice' : ' already'}`;
      return [{ path: ['zones', zone, 'vantages', index], message, hint: 'a vantage stands in one zone' }];
    }),
    ...(quorum <= vantages.length
      ? []
      : [
          {
            path: ['zones', zone, 'quorum'],
            message: `the quorum ${quorum} is above the number of vantages, ${vantages.length}`,
            hint: 'nothing could ever be found not open',
          },
        ]),
  ]);
}

function checkGroups({ groups }: RawIntent): readonly IntentProblem[] {
  return Object.entries(groups).flatMap(([group, { targets = [] }]) =>
    targets.flatMap((target, index) => {
      const problem = targetProblem(target);
      return problem === undefined ? [] : [{ path: ['groups', group, 'targets', index], ...problem }];
    }),
  );
}

function checkControls({ controls = [], zones }: RawIntent): readonly IntentProblem[] {
  return controls.flatMap(({ zone, target }, index) => [
    ...unknownName('zone', zone, { known: new Set(Object.keys(zones)), path: ['controls', index, 'zone'] }),
    ...(parseAddress(target) !== undefined
      ? []
      : [
          {
            path: ['controls', index, 'target'],
            message: `"${printable(target, 128)}" is no address`,
            hint: 'a control is one address and one port',
          },
        ]),
  ]);
}

interface KnownNames {
  readonly zones: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
}

function checkRow(row: RawRow, path: YamlPath, { zones, groups, services }: KnownNames): readonly IntentProblem[] {
  const { from, to, ports, expect, service, auth } = row;
  return [
    ...unknownName('zone', from, { known: zones, path: [...path, 'from'] }),
    ...unknownName('group', to, { known: groups, path: [...path, 'to'] }),
    ...ports.flatMap((port, index) => {
      const problem = portProblem(port);
      return problem === undefined ? [] : [{ path: [...path, 'ports', index], ...problem }];
    }),
    ...(service === undefined ? [] : unknownName('service', service, { known: services, path: [...path, 'service'] })),
    ...(['service', 'auth'] as const).flatMap((key) => {
      if (expect === 'open' || { service, auth }[key] === undefined) return [];
      const message = `${key} says what must answer on an open port, but this row expects ${expect}`;
      return [{ path: [...path, key], key: true, message, hint: `leave out ${key}, or expect open` }];
    }),
  ];
}

interface NamePlace {
  readonly known: ReadonlySet<string>;
  readonly path: YamlPath;
}

/** Longer lists are no help. */
const MOST_NAMED = 12;

function unknownName(what: string, name: string, { known, path }: NamePlace): readonly IntentProblem[] {
  if (known.has(name)) return [];
  const names = [...known];
  const near = closest(name, names);
  const message = `unknown ${what} "${printable(name, 64)}"`;
  if (near !== undefined) return [{ path, message, hint: `did you mean "${near}"?` }];
  if (names.length > MOST_NAMED) return [{ path, message }];
  return [{ path, message, hint: names.length === 0 ? `there is no ${what}` : `there are ${names.join(', ')}` }];
}
