import type { Report } from '../../model/report.ts';
import { cutList } from './cut-list.ts';
import type { CutList } from './cut-list.ts';
import { countText } from '../../model/quantity-text.ts';

export interface PatternView {
  readonly text: string;
  readonly count: string;
  readonly hosts: CutList<string>;
}

export function patternViews({ patterns }: Report): readonly PatternView[] {
  return patterns.map(({ text, hosts }) => ({ text, count: countText(hosts.length), hosts: cutList(hosts, 12) }));
}
