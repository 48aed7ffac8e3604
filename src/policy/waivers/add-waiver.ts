import { Document, isSeq, parseDocument } from 'yaml';
import { ConfigError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { Finding, Severity, WaiverType } from '../../model/report.ts';
import type { RawWaiver } from './raw-waivers.ts';

/** A waiver that is to be written for one finding. */
export interface NewWaiver {
  readonly id: string;
  readonly type: WaiverType;
  readonly reason: string;
  readonly owner: string;
  readonly approvedBy: string;
  readonly ticket: string | null;
  readonly created: string;
  readonly expires: string;
  readonly maxSeverity: Severity;
}

/**
 * The text of a waiver file with one more waiver at its end; all else stays, comments included. The result is not checked: parse it before it is
 * written. @throws ConfigError for a text that is no list of waivers
 */
export function withWaiver(file: string, text: string | null, finding: Finding, waiver: NewWaiver): string {
  const document = text === null ? emptyList() : readList(file, text);
  const list = document.get('waivers');
  if (!isSeq(list)) throw new ConfigError('has no list of waivers', { at: { file }, hint: 'expected waivers: []' });
  const entry = document.createNode(rawOf(finding, waiver));
  entry.commentBefore = ` ${commentOn(finding)}`;
  list.flow = false;
  list.add(entry);
  return document.toString(styleOf(text ?? ''));
}

function emptyList(): Document {
  return new Document({ apiVersion: 'portreeve/v1', kind: 'WaiverList', waivers: [] });
}

/** What was checked by `parseWaivers` before. */
function readList(file: string, text: string): Document.Parsed {
  const document = parseDocument(text, { uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined) throw new ConfigError(printable(error.message), { at: { file }, cause: error });
  return document;
}

function rawOf(finding: Finding, waiver: NewWaiver): RawWaiver {
  const { id, type, reason, owner, approvedBy, ticket, created, expires, maxSeverity } = waiver;
  return {
    id,
    match: { fingerprint: finding.fingerprint },
    type,
    reason,
    owner,
    approved_by: approvedBy,
    ...(ticket !== null && { ticket }),
    created,
    expires,
    max_severity: maxSeverity,
  };
}

/** A fingerprint tells a reader nothing. */
function commentOn({ ruleId, address, port, transport, host, severity }: Finding): string {
  const place = `${address.includes(':') ? `[${address}]` : address}:${port}/${transport}`;
  const name = host === address ? '' : ` (${printable(host, 128)})`;
  return `${ruleId} on ${place}${name}, ${severity}`;
}

/** How the file is written already. */
function styleOf(text: string): {
  readonly lineWidth: 0;
  readonly indentSeq: boolean;
  readonly flowCollectionPadding: boolean;
} {
  return {
    lineWidth: 0,
    indentSeq: !/^waivers:[^\n]*\n(?:[ \t]*#[^\n]*\n|\n)*-/m.test(text),
    flowCollectionPadding: !/\{\S/.test(text),
  };
}

/** The next free id: `W-2026-016` where the last one of the year is `W-2026-015`. */
export function nextWaiverId(taken: Iterable<string>, day: string): string {
  const year = day.slice(0, 4);
  const numbers = [...taken].map((id) => Number(new RegExp(`^W-${year}-(\\d{1,9})$`).exec(id)?.[1] ?? 0));
  return `W-${year}-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}
