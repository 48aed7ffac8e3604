import { join } from 'node:path';
import { RUN_FILES } from '../evidence/run-directory.ts';
import type { Plan } from '../model/plan.ts';
import { createIntentIndex } from '../policy/intent/intent-index.ts';
import { isPast } from '../policy/intent/intent-facts.ts';
import type { IntentMatrix, IntentRow } from '../policy/intent/intent-matrix.ts';
import { lineOf, zoneOfVantage } from '../policy/intent/intent-matrix.ts';
import { rowsHidden, rowsMet } from '../policy/intent/rows-met.ts';
import { loadIntent } from './load-intent.ts';
import { planOfRecord, udpPlanOfRecord } from './plan-of-record.ts';
import { readRecord } from './read-record.ts';
import { readText } from './read-text.ts';

/** Something that a reviewer should look at. */
export interface IntentNote {
  readonly kind: 'overdue' | 'expired' | 'hidden' | 'unmet' | 'no-control' | 'unnamed' | 'unknown-vantage';
  /** `file:line`, or the file where it is about the whole. */
  readonly at: string;
  /** A sentence without its full stop. */
  readonly text: string;
}

/** What is in an intent matrix that loads. */
export interface IntentCheck {
  readonly file: string;
  readonly title: string;
  readonly owner: string;
  readonly approvedBy: string | null;
  readonly reviewBy: string | null;
  readonly rows: number;
  readonly groups: number;
  readonly controls: number;
  readonly zones: readonly { readonly name: string; readonly vantages: number; readonly quorum: number }[];
  /** What holds where no row speaks. */
  readonly fallback: string;
  readonly notes: readonly IntentNote[];
}

export interface IntentCheckOptions {
  /** A run directory: rows that meet nothing of its plan are told. Null for none. */
  readonly against: string | null;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** Reads a matrix and says what is in it; touches nothing else. @throws UserError where it does not load, or the run cannot be read */
export async function checkIntent(path: string, { against, today }: IntentCheckOptions): Promise<IntentCheck> {
  const { matrix } = await loadIntent(path);
  const { file, title, owner, approvedBy, reviewBy, rows, groups, controls, zones, defaults } = matrix;
  const [fallback] = defaults.values();
  return {
    file,
    title,
    owner,
    approvedBy,
    reviewBy,
    rows: rows.length,
    groups: groups.size,
    controls: controls.length,
    zones: [...zones.values()].map(({ name, vantages, quorum }) => ({ name, vantages: vantages.length, quorum })),
    fallback: fallback?.expect ?? 'nothing',
    notes: [...ownNotes(matrix, today), ...(against === null ? [] : await notesAgainst(matrix, against))],
  };
}

function ownNotes(matrix: IntentMatrix, today: string): readonly IntentNote[] {
  const { file, reviewBy, rows, groups, zones, controls } = matrix;
  const overdue = isPast(reviewBy, today) ? [`was to be reviewed by ${reviewBy}`] : [];
  const named = new Set(rows.map(({ group }) => group));
  const controlled = new Set(controls.map(({ row }) => row.zone));
  const unnamed = [...groups.values()].filter((group) => !named.has(group));
  const uncontrolled = [...zones.values()].filter((zone) => !controlled.has(zone));
  return [
    ...overdue.map((text) => ({ kind: 'overdue', at: file, text }) as const),
    ...rows
      .filter(({ expires }) => isPast(expires, today))
      .map((row) => noteOn(row, 'expired', `${rowText(row)} expired after ${row.expires}, and still applies`)),
    ...rowsHidden(matrix, createIntentIndex(matrix)).map((row) =>
      noteOn(row, 'hidden', `${rowText(row)} never holds: other rows name all of it as closely or more closely`),
    ),
    ...unnamed.map(({ name }) => ({ kind: 'unnamed', at: file, text: `no row names the group ${name}` }) as const),
    ...uncontrolled.map(
      ({ name }) =>
        ({
          kind: 'no-control',
          at: file,
          text: `zone ${name} has no control, so that silence is weak evidence`,
        }) as const,
    ),
  ];
}

async function notesAgainst(matrix: IntentMatrix, directory: string): Promise<readonly IntentNote[]> {
  const path = join(directory, RUN_FILES.run);
  const record = readRecord(path, await readText(path));
  const udp = udpPlanOfRecord(record);
  const plans: readonly Plan[] = [planOfRecord(record), ...(udp === null ? [] : [udp])];
  const met = rowsMet(matrix, createIntentIndex(matrix), plans);
  const { id } = record.request.vantage;
  const unknown = zoneOfVantage(matrix, id) === undefined;
  const text = `no zone has the vantage ${id} of ${directory}, so that its observations fill no row`;
  return [
    ...(unknown ? [{ kind: 'unknown-vantage', at: matrix.file, text } as const] : []),
    ...matrix.rows
      .filter((row) => !met.has(row))
      .map((row) => noteOn(row, 'unmet', `${rowText(row)} meets no host and port of ${directory}`)),
  ];
}

function noteOn(row: IntentRow, kind: IntentNote['kind'], text: string): IntentNote {
  return { kind, at: lineOf(row), text };
}

function rowText({ zone, group, portsText, transport, expect }: IntentRow): string {
  return `${zone.name} to ${group?.name ?? '*'} ${portsText}/${transport ?? '*'} ${expect}`;
}
