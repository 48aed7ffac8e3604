import { plural } from '../../model/quantity-text.ts';
import type { PlanPart } from '../../model/request.ts';

/** `64 hosts`, or `64 hosts (part 2 of 4)` where a plan was shared out. */
export function hostsText(hosts: number, shard: PlanPart | null): string {
  const text = plural(hosts, 'host');
  return shard === null ? text : `${text} (part ${shard.index} of ${shard.count})`;
}
