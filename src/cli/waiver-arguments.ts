import { READ } from '../config/option-settings.ts';
import { oneOf, wholeNumber } from '../config/read-value.ts';
import type { AddWaiverRequest } from '../index.ts';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { SEVERITIES, WAIVER_TYPES } from '../model/report.ts';
import type { WaiversCheck } from './invocation.ts';
import { isOn, textOf } from './option-texts.ts';
import type { OptionTexts } from './split-arguments.ts';

/** What `waivers check` is asked. @throws UsageError */
export function readWaiversCheck(files: readonly string[], options: OptionTexts): WaiversCheck {
  if (files.length === 0) {
    throw new UsageError('waivers check: expected a waiver file', { hint: 'see portreeve waivers check --help' });
  }
  return {
    files,
    report: textOf(options, 'report'),
    strict: isOn(options, 'strict'),
  };
}

/** What `waivers add` is asked; dates are read with the file, whose time zone they are in. @throws UsageError */
export function readWaiverToAdd(words: readonly string[], options: OptionTexts): AddWaiverRequest {
  const [file, unexpected] = words;
  const hint = 'see portreeve waivers add --help';
  if (file === undefined) throw new UsageError('waivers add: expected a waiver file', { hint });
  if (unexpected !== undefined) {
    throw new UsageError(`waivers add: unexpected argument "${printable(unexpected, 80)}"`, { hint });
  }
  const needed = (name: string): string => {
    const text = textOf(options, name);
    if (text === null) throw new UsageError(`waivers add: --${name} is needed`, { hint });
    return text;
  };
  const [days, severity, expires, asOf] = ['days', 'max-severity', 'expires', 'as-of'].map((name) =>
    textOf(options, name),
  );
  if (typeof days === 'string' && typeof expires === 'string') {
    throw new UsageError('waivers add: --expires and --days say the same', { hint: 'give one of them' });
  }
  return {
    file,
    fingerprint: needed('finding'),
    from: needed('from'),
    type: oneOf(WAIVER_TYPES)('--type', needed('type')),
    reason: needed('reason'),
    owner: needed('owner'),
    approvedBy: needed('approved-by'),
    ticket: textOf(options, 'ticket'),
    expires: expires ?? null,
    days: typeof days === 'string' ? wholeNumber({ min: 0, max: 3660 })('--days', days) : null,
    maxSeverity: typeof severity === 'string' ? oneOf(SEVERITIES)('--max-severity', severity) : null,
    id: textOf(options, 'id'),
    asOf: typeof asOf === 'string' ? READ.day('--as-of', asOf) : null,
  };
}
