import { ConfigError, InternalError, UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { plural } from '../model/quantity-text.ts';
import type { Finding, Severity, WaiverEntry, WaiverType } from '../model/report.ts';
import { readSchema } from '../package-files.ts';
import { nextWaiverId, withWaiver } from '../policy/waivers/add-waiver.ts';
import { applyWaivers } from '../policy/waivers/apply-waivers.ts';
import { dayIn, dayNumber, dayText } from '../policy/waivers/calendar-day.ts';
import { createWaiverParser } from '../policy/waivers/parse-waivers.ts';
import { WAIVER_DEFAULTS } from '../policy/waivers/raw-waivers.ts';
import { isFile, readText } from './read-text.ts';
import { replaceFile } from './replace-file.ts';
import { loadReport } from './load-report.ts';

export interface AddWaiverRequest {
  /** Written anew where there is none. */
  readonly file: string;
  /** Of a finding of the report, or at least its first six hex digits. */
  readonly fingerprint: string;
  /** Run directory or report.json with the finding. */
  readonly from: string;
  readonly type: WaiverType;
  readonly reason: string;
  readonly owner: string;
  readonly approvedBy: string;
  readonly ticket: string | null;
  /** Last day, or days from today; 90 days, or as many as `max_days` allows, where both are null. */
  readonly expires: string | null;
  readonly days: number | null;
  /** Null for the finding's own severity. */
  readonly maxSeverity: Severity | null;
  readonly id: string | null;
  /** `YYYY-MM-DD`; null for the day that it is. */
  readonly asOf: string | null;
}

export interface AddedWaiver {
  readonly entry: WaiverEntry;
  readonly finding: Finding;
}

const USUAL_DAYS = 90;

/**
 * Adds a waiver for one finding to a file. Nothing is written that would not load.
 * @throws UsageError for a finding that is not there, ConfigError for what the file may not hold
 */
export async function addWaiver(request: AddWaiverRequest): Promise<AddedWaiver> {
  const { file, ticket, type, reason, owner, approvedBy } = request;
  const now = request.asOf ?? new Date();
  const { report } = await loadReport(request.from);
  const finding = findingOf(report.findings, request.fingerprint, request.from);
  const parse = createWaiverParser(await readSchema('waivers'));
  const before = (await isFile(file)) ? await readText(file) : null;
  const known = before === null ? undefined : parse(file, before, { now });
  const created = dayIn(known?.timezone ?? WAIVER_DEFAULTS.timezone, now);
  const id =
    request.id ??
    nextWaiverId(
      (known?.waivers ?? []).map((waiver) => waiver.id),
      created,
    );
  const days = request.days ?? Math.min(USUAL_DAYS, known?.maxDays ?? WAIVER_DEFAULTS.maxDays);
  const expires = request.expires ?? dayText(dayNumber(created) + days);
  const maxSeverity = request.maxSeverity ?? finding.severity;
  const waiver = { id, type, reason, owner, approvedBy, ticket, created, expires, maxSeverity };
  const text = withWaiver(file, before, finding, waiver);
  const list = refusing(id, () => parse(file, text, { now }));
  const { entries } = applyWaivers([finding], [list], { now, assessed: () => false });
  const entry = entries.find((each) => each.id === id);
  if (entry?.state === 'exceeded') {
    throw new UsageError(`${id} was not added: it would not cover the finding, which is ${finding.severity}`, {
      hint: 'leave --max-severity out to accept it as it is',
    });
  }
  if (entry === undefined) throw new InternalError(`${id} is missing among the waivers it was added to`);
  await replaceFile(file, text);
  return { entry, finding };
}

/** Places in a text that is not written yet help nobody. */
function refusing<Value>(id: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const message = error.message.replace(/\/waivers\/\d+\/?/, '');
    throw new UsageError(`${id} was not added: ${message}`, { hint: error.hint, cause: error });
  }
}

function findingOf(findings: readonly Finding[], wanted: string, from: string): Finding {
  const hex = /^(?:exposure\/v\d+:)?([0-9a-f]{6,32})$/.exec(wanted)?.[1];
  if (hex === undefined) {
    throw new UsageError(`--finding: expected a fingerprint, got "${printable(wanted, 80)}"`, {
      hint: 'exposure/v1: and 32 hex digits as in report.json; the first six digits will do',
    });
  }
  const found = findings.filter(({ fingerprint }) => fingerprint.split(':')[1]?.startsWith(hex));
  const [finding, other] = found;
  if (finding === undefined) throw new UsageError(`${from} has no finding with the fingerprint ${wanted}`);
  if (other !== undefined) {
    throw new UsageError(`${plural(found.length, 'finding')} have a fingerprint that begins with ${hex}`);
  }
  if (finding.endpoints > 1) {
    throw new UsageError(
      `the finding stands for ${plural(finding.endpoints, 'endpoint')}, and its fingerprint for one`,
      {
        hint: 'write a waiver for its rule and the id label of its hosts, or ask these hosts by themselves',
      },
    );
  }
  return finding;
}
