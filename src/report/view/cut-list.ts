import { countText } from '../../model/quantity-text.ts';

/** The first items, and how many are left out as text; null when none are. */
export interface CutList<Item> {
  readonly items: readonly Item[];
  readonly more: string | null;
}

export function cutList<Item>(items: readonly Item[], limit: number): CutList<Item> {
  const rest = items.length - limit;
  return { items: items.slice(0, limit), more: rest > 0 ? countText(rest) : null };
}

/** A port list cut after whole ranges: `1,3,5 and 32,765 more ranges`; a dash for no ports. */
export function portsText(ports: string, limit = 40): string {
  if (ports === '') return '–';
  const { items, more } = cutList(ports.split(','), limit);
  return items.join(', ') + (more === null ? '' : ` and ${more} more ranges`);
}
