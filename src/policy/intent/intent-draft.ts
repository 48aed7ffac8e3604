import { Document, YAMLMap } from 'yaml';
import type { Transport } from '../../model/observation.ts';
import type { Expectation } from './intent-matrix.ts';

/** A matrix that somebody still has to give reasons for. Texts are printable; those called `about` become comments. */
export interface IntentDraft {
  readonly id: string;
  readonly title: string;
  /** Lines at the top. */
  readonly about: readonly string[];
  readonly zones: readonly { readonly name: string; readonly vantages: readonly string[] }[];
  readonly groups: readonly { readonly name: string; readonly targets: readonly string[]; readonly about: string }[];
  readonly rows: readonly DraftRow[];
}

export interface DraftRow {
  readonly from: string;
  readonly to: string;
  /** Numbers and ranges, `80,5432-5433`. */
  readonly ports: string;
  readonly transport: Transport;
  readonly expect: Expectation;
  readonly about: string;
}

const TO_DO = 'TODO';

/** A draft as YAML, which does not load before every TODO in it is filled in. */
export function draftText({ id, title, about, zones, groups, rows }: IntentDraft): string {
  const document = new Document({
    apiVersion: 'portreeve/v1',
    kind: 'IntentMatrix',
    metadata: { id, title, owner: TO_DO },
    zones: Object.fromEntries(zones.map(({ name, vantages }) => [name, { vantages }])),
    groups: Object.fromEntries(groups.map(({ name, targets }) => [name, { targets }])),
    default: { expect: 'not-open', scope: 'audited-ports' },
    matrix: rows.map(rowOf),
  });
  document.commentBefore = about.map((line) => ` ${line}`).join('\n');
  comment(document, 'groups', groups);
  comment(document, 'matrix', rows);
  for (const path of [['default'], ...rows.map((_, index) => ['matrix', index])]) {
    const node = document.getIn(path);
    if (node instanceof YAMLMap) node.flow = true;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function rowOf({ from, to, ports, transport, expect }: DraftRow): object {
  const items = ports.split(',').map((item) => (item.includes('-') ? item : Number(item)));
  return { from, to, ports: items, ...(transport === 'udp' && { transport }), expect, reason: TO_DO };
}

/** Says what each item of a list, or of a map, is about, on the line before it. */
function comment(document: Document, key: string, items: readonly { readonly about: string }[]): void {
  const node = document.get(key);
  if (typeof node !== 'object' || node === null || !('items' in node) || !Array.isArray(node.items)) return;
  for (const [index, { about }] of items.entries()) {
    const item: unknown = node.items[index];
    // A pair of a map keeps its comment with the key.
    const place: unknown = typeof item === 'object' && item !== null && 'key' in item ? item.key : item;
    if (typeof place === 'object' && place !== null) Object.assign(place, { commentBefore: ` ${about}` });
  }
}
