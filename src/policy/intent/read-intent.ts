import { formatAddress, parseAddress } from '../../model/address.ts';
import type { SourcePosition } from '../../model/errors.ts';
import { InternalError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { Control } from '../../model/request.ts';
import type { YamlPath } from '../../model/yaml-document.ts';
import type { IntentGroup, IntentMatrix, IntentRow, IntentZone, LabelSelector } from './intent-matrix.ts';
import type { RawControl, RawGroup, RawIntent, RawRow, RawZone } from './raw-intent.ts';
import { readPorts } from './read-ports.ts';
import { readTarget } from './read-targets.ts';

interface Source {
  readonly file: string;
  readonly positionOf: (path: YamlPath) => SourcePosition;
}

/** A checked matrix as written to one that can judge. @throws InternalError for what the schema and the checks refuse */
export function readIntent(raw: RawIntent, { file, positionOf }: Source): IntentMatrix {
  const { metadata } = raw;
  const zones = new Map(Object.entries(raw.zones).map(([name, zone]) => [name, readZone(name, zone)]));
  const groups = new Map(Object.entries(raw.groups).map(([name, group]) => [name, readGroup(name, group)]));
  const rows = raw.matrix.map((row, index): IntentRow => ({
    ...readRow(row),
    index,
    at: positionOf(['matrix', index]),
    zone: found(zones, row.from),
    group: found(groups, row.to),
  }));
  const fallback = { ...NOTHING_SAID, index: rows.length, at: positionOf(['default']), expect: raw.default.expect };
  return {
    file,
    id: printable(metadata.id),
    title: printable(metadata.title),
    owner: printable(metadata.owner),
    approvedBy: textOrNull(metadata.approved_by),
    approved: metadata.approved ?? null,
    reviewBy: metadata.review_by ?? null,
    ticket: textOrNull(metadata.ticket),
    zones,
    groups,
    controls: (raw.controls ?? []).map((control, index) => {
      const { text, address, port } = readControl(control);
      const zone = found(zones, control.zone);
      const at = positionOf(['controls', index]);
      const row = {
        ...NOTHING_SAID,
        index: rows.length + 1 + index,
        at,
        zone,
        expect: 'open',
        reason: 'positive control',
      } as const;
      return { text, address, port, row: { ...row, portsText: String(port), transport: 'tcp' } };
    }),
    rows,
    defaults: new Map([...zones].map(([name, zone]) => [name, { ...fallback, zone }])),
  };
}

const NOTHING_SAID = {
  group: null,
  ports: [],
  portsText: '*',
  transport: null,
  service: null,
  auth: null,
  reason: null,
  owner: null,
  ticket: null,
  expires: null,
} as const;

function readZone(
  name: string,
  { vantages, quorum = vantages.length, rejects_with: rejects = [] }: RawZone,
): IntentZone {
  return { name, vantages: vantages.map((vantage) => printable(vantage)), quorum, rejectsWith: [rejects].flat() };
}

function readGroup(name: string, { targets = [], ...labels }: RawGroup): IntentGroup {
  return {
    name,
    ranges: targets.map((target) => readTarget(target) ?? impossible(`target ${target}`)),
    labels: Object.keys(labels).length === 0 ? null : readSelector(labels),
  };
}

function readSelector({ tags_any: tags, ids, env, zone, owner }: Omit<RawGroup, 'targets'>): LabelSelector {
  return {
    ...(tags !== undefined && { tags }),
    ...(ids !== undefined && { ids }),
    ...(env !== undefined && { env: [env].flat() }),
    ...(zone !== undefined && { zone: [zone].flat() }),
    ...(owner !== undefined && { owner: [owner].flat() }),
  };
}

function readControl({ target, port }: RawControl): Control {
  const { family, value } = parseAddress(target) ?? impossible(`control ${target}`);
  const address = formatAddress(family, value);
  return { text: family === 4 ? `${address}:${port}` : `[${address}]:${port}`, address, port };
}

function readRow(row: RawRow): Omit<IntentRow, 'index' | 'at' | 'zone' | 'group'> {
  const { ports, transport = 'tcp', expect, service = null, auth = null, expires = null } = row;
  return {
    ports: readPorts(ports),
    portsText: ports.join(','),
    transport,
    expect,
    service,
    auth,
    reason: textOrNull(row.reason),
    owner: textOrNull(row.owner),
    ticket: textOrNull(row.ticket),
    expires,
  };
}

/** Longest text that the schema lets through. */
const LONGEST = 1024;

function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : printable(text, LONGEST);
}

function found<Item>(items: ReadonlyMap<string, Item>, name: string): Item {
  return items.get(name) ?? impossible(`unknown name ${name}`);
}

function impossible(what: string): never {
  throw new InternalError(`an intent matrix was read unchecked: ${what}`);
}
