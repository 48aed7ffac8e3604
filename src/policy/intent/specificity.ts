import type { IntentRow } from './intent-matrix.ts';

/** How closely a row names one endpoint. */
export interface Specificity {
  /** Addresses in the smallest range of the row's group that holds the host; null where its labels alone fit. */
  readonly addresses: bigint | null;
  /** Ports in the smallest range of the row that holds the port. */
  readonly ports: number;
}

/**
 * Negative where `a` names the endpoint more closely, 0 where both do equally: fewer addresses first, labels after every range, then fewer ports. A total order.
 */
export function compareSpecificity(a: Specificity, b: Specificity): number {
  if (a.addresses !== b.addresses) {
    if (a.addresses === null) return 1;
    if (b.addresses === null) return -1;
    return a.addresses < b.addresses ? -1 : 1;
  }
  return a.ports - b.ports;
}

/** Whether two rows ask for the same; who asks, and until when, may differ. */
export function agree(a: IntentRow, b: IntentRow): boolean {
  return a.expect === b.expect && a.service === b.service && a.auth === b.auth;
}

/**
 * The order of rows of which none is closer: the one that is approved for longest, then by what it says, so that their order in the file means nothing.
 */
export function compareEqualRows(a: IntentRow, b: IntentRow): number {
  if (a.expires !== b.expires) {
    if (a.expires === null) return -1;
    return b.expires === null || a.expires < b.expires ? 1 : -1;
  }
  const others = sayings(b);
  for (const [index, text] of sayings(a).entries()) {
    const other = others[index] ?? '';
    if (text !== other) return text < other ? -1 : 1;
  }
  return a.index - b.index;
}

function sayings({ reason, owner, ticket, group, portsText }: IntentRow): readonly string[] {
  return [reason ?? '', owner ?? '', ticket ?? '', group?.name ?? '', portsText];
}
