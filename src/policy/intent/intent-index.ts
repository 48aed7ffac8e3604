import type { AddressRange } from '../../model/address.ts';
import { InternalError, RuleError } from '../../model/errors.ts';
import type { Transport } from '../../model/observation.ts';
import type { Labels } from '../../model/target.ts';
import type { Membership } from './group-membership.ts';
import { groupsByAddress, labelsFit, rowsByGroup } from './group-membership.ts';
import type { IntentGroup, IntentMatrix, IntentRow } from './intent-matrix.ts';
import { lineOf } from './intent-matrix.ts';
import type { PortStretch } from './port-table.ts';
import { portTable, rowsAt } from './port-table.ts';

/** A host as seen from a zone of the matrix. */
export interface IntentHost {
  readonly zone: string;
  /** Canonical text. */
  readonly address: string;
  readonly labels: Labels;
  readonly transport: Transport;
}

/** Ports from `first` to `last` of which one row speaks. */
export interface RowSpan {
  readonly first: number;
  readonly last: number;
  readonly row: IntentRow;
}

/** Finds the row that speaks of an endpoint. */
export interface IntentIndex {
  /**
   * The row that names the endpoint most closely, else the default; for a control what it expects, unless a row expects it open, too. Quick for many ports of one host in a row; hosts in the same groups share their rows.
   * @throws RuleError where two rows name it equally closely by its labels and disagree, which cannot be told before
   * @throws InternalError for a zone that the matrix does not have
   */
  rowFor(endpoint: IntentHost & { readonly port: number }): IntentRow;
  /** The rows for all ports of a host, ascending, the default left out; of rows that disagree the first. @throws InternalError as `rowFor` */
  rowsFor(host: IntentHost): readonly RowSpan[];
  /** Ranges of addresses at whose ends rows may change; elsewhere neighbours with equal labels have equal rows. They may overlap. */
  readonly ranges: readonly AddressRange[];
}

type Table = readonly PortStretch[];

/** Hosts in the same groups. */
interface HostClass {
  readonly memberships: readonly Membership[];
  /** By zone and transport, made when first asked for. */
  readonly tables: (Table | undefined)[];
}

/** @throws UsageError where too many ranges overlap */
export function createIntentIndex(matrix: IntentMatrix): IntentIndex {
  const groups = [...matrix.groups.values()];
  const byAddress = groupsByAddress(groups);
  const byLabels = groupsByLabels(groups);
  const zones = new Map([...matrix.zones.keys()].map((zone, number) => [zone, number]));
  const rowsOf = rowsByGroup(matrix.rows);
  const classes = new Map<readonly Membership[], Map<readonly IntentGroup[], HostClass>>();

  // Endpoints come host by host, each of them once for every zone.
  let last: { readonly address: string; readonly named: readonly Membership[] } | undefined;
  function namedAt(address: string): readonly Membership[] {
    if (last?.address !== address) last = { address, named: byAddress.of(address) };
    return last.named;
  }

  function classOf(address: string, labels: Labels): HostClass {
    const named = namedAt(address);
    const labelled = byLabels(labels);
    const known = classes.get(named)?.get(labelled);
    if (known !== undefined) return known;
    const made = { memberships: allMemberships(named, labelled), tables: [] };
    const inner = classes.get(named) ?? new Map<readonly IntentGroup[], HostClass>();
    classes.set(named, inner.set(labelled, made));
    return made;
  }

  function tableOf({ zone, address, labels, transport }: IntentHost): Table {
    const { memberships, tables } = classOf(address, labels);
    const place = zones.get(zone);
    if (place === undefined) throw new InternalError(`no zone ${zone} in the intent matrix`);
    const number = place * 2 + (transport === 'tcp' ? 0 : 1);
    return (tables[number] ??= portTable(
      memberships.flatMap(({ group, addresses }) =>
        (rowsOf.get(group) ?? [])
          .filter((row) => row.zone.name === zone && row.transport === transport)
          .map((row) => ({ row, addresses })),
      ),
    ));
  }

  const controls = new Map(
    matrix.controls.map(({ address }) => [address, matrix.controls.filter((each) => each.address === address)]),
  );
  /** A control is one port of one host, and closer than any row that is not about just these; such a row contradicts it, and is refused at load. */
  function controlRow({
    address,
    port,
    transport,
    zone,
  }: IntentHost & { readonly port: number }): IntentRow | undefined {
    if (transport !== 'tcp') return undefined;
    return controls.get(address)?.find((control) => control.port === port && control.row.zone.name === zone)?.row;
  }

  function defaultOf(zone: string): IntentRow {
    const row = matrix.defaults.get(zone);
    if (row === undefined) throw new InternalError(`no zone ${zone} in the intent matrix`);
    return row;
  }

  return {
    rowFor(endpoint) {
      const rows = rowsAt(tableOf(endpoint), endpoint.port);
      const [row, other] = rows ?? [defaultOf(endpoint.zone)];
      if (other !== undefined) throw disagreement(row, other, endpoint);
      return row.expect === 'open' ? row : (controlRow(endpoint) ?? row);
    },
    rowsFor(host) {
      const table = tableOf(host);
      return table.flatMap(({ first, rows }, index) =>
        rows === undefined ? [] : [{ first, last: (table[index + 1]?.first ?? 65_536) - 1, row: rows[0] }],
      );
    },
    ranges: groups.flatMap(({ ranges }) => ranges),
  };
}

/** The groups whose labels fit a host; equal answers are the same array. */
function groupsByLabels(groups: readonly IntentGroup[]): (labels: Labels) => readonly IntentGroup[] {
  const labelled = groups.filter(({ labels }) => labels !== null);
  if (labelled.length === 0) return () => labelled;
  const byLabels = new WeakMap<Labels, readonly IntentGroup[]>();
  const known = new Map<string, readonly IntentGroup[]>();
  return (labels) => {
    const before = byLabels.get(labels);
    if (before !== undefined) return before;
    const fitting = labelled.filter((group) => group.labels !== null && labelsFit(group.labels, labels));
    const key = fitting.map(({ name }) => name).join(' ');
    const found = known.get(key) ?? fitting;
    known.set(key, found);
    byLabels.set(labels, found);
    return found;
  };
}

/** Being named by address is closer than by labels. */
function allMemberships(named: readonly Membership[], labelled: readonly IntentGroup[]): readonly Membership[] {
  const others = labelled.filter((group) => !named.some((membership) => membership.group === group));
  return [...named, ...others.map((group) => ({ group, addresses: null }))];
}

function disagreement(row: IntentRow, other: IntentRow, endpoint: IntentHost & { readonly port: number }): RuleError {
  const { address, port, transport, zone } = endpoint;
  return new RuleError(
    `this row and ${lineOf(other)} name ${address} port ${port}/${transport} from ${zone} equally closely by its labels, and disagree`,
    { at: row.at, hint: 'name the host in the targets of a group, or make the rows agree' },
  );
}
