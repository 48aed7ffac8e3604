import { closest } from '../../model/closest.ts';
import { printable } from '../../model/printable.ts';
import type { YamlPath } from '../../model/yaml-document.ts';
import type { Moment } from './calendar-day.ts';
import { dayIn, dayNumber, dayText, isCalendarDay, isTimeZone } from './calendar-day.ts';
import type { RawRuleMatch, RawWaiver, RawWaivers } from './raw-waivers.ts';
import { WAIVER_DEFAULTS } from './raw-waivers.ts';
import { isBroad, readTarget } from './read-target.ts';

/** What a waiver file is held against; whatever is not given is not checked. */
export interface WaiverContext {
  /** A waiver may not be from the future, else it would hold longer than `max_days` from now on. */
  readonly now?: Moment;
  /** Every rule that there is, those that are off included. */
  readonly ruleIds?: readonly string[];
  /** Names of the groups of the intent matrix; null where there is no matrix. */
  readonly groups?: readonly string[] | null;
}

/** One mistake by its place in the file. */
export interface WaiverProblem {
  readonly path: YamlPath;
  /** Whether it is about the key and not about its value. */
  readonly key?: boolean;
  readonly message: string;
  readonly hint?: string;
}

/** What is wrong with a file that fits the schema. */
export function checkWaivers(raw: RawWaivers, context: WaiverContext): readonly WaiverProblem[] {
  const timezone = raw.defaults?.timezone ?? WAIVER_DEFAULTS.timezone;
  const zoneProblems = checkTimeZone(timezone);
  const today = context.now && zoneProblems.length === 0 ? dayIn(timezone, context.now) : undefined;
  const maxDays = raw.defaults?.max_days ?? WAIVER_DEFAULTS.maxDays;
  const firstUse = new Map<string, number>();
  return [
    ...zoneProblems,
    ...raw.waivers.flatMap((waiver, index) => {
      const path = ['waivers', index];
      const repeated = firstUse.has(waiver.id);
      if (!repeated) firstUse.set(waiver.id, index);
      return [
        ...(repeated
          ? [{ path: [...path, 'id'], message: `the id ${waiver.id} is used twice`, hint: 'give each waiver its own' }]
          : []),
        ...('rule' in waiver.match ? checkMatch(waiver.match, [...path, 'match'], context) : []),
        ...checkDays(waiver, path, { maxDays, today }),
      ];
    }),
  ];
}

function checkTimeZone(name: string): readonly WaiverProblem[] {
  if (isTimeZone(name)) return [];
  const near = closest(name, [...Intl.supportedValuesOf('timeZone'), 'UTC']);
  return [
    {
      path: ['defaults', 'timezone'],
      message: `"${printable(name, 64)}" is no time zone`,
      hint: near === undefined ? 'expected an IANA name such as UTC or Europe/Berlin' : `did you mean ${near}?`,
    },
  ];
}

function checkMatch(match: RawRuleMatch, path: YamlPath, context: WaiverContext): readonly WaiverProblem[] {
  return [...checkRule(match.rule, [...path, 'rule'], context), ...checkTarget(match, path, context)];
}

function checkRule(rule: string, path: YamlPath, { ruleIds }: WaiverContext): readonly WaiverProblem[] {
  if (ruleIds === undefined || ruleIds.includes(rule)) return [];
  const near = closest(rule, ruleIds);
  const hint = near === undefined ? 'portreeve rules list shows all rules' : `did you mean ${near}?`;
  return [{ path, message: `there is no rule ${rule}`, hint }];
}

function checkTarget(match: RawRuleMatch, path: YamlPath, context: WaiverContext): readonly WaiverProblem[] {
  const target = readTarget(match.target);
  if ('message' in target) {
    const { key, message, hint } = target;
    return [{ path: [...path, 'target', key], message, hint }];
  }
  if (target.kind === 'group') return checkGroup(target.group, [...path, 'target', 'group'], context);
  if (target.kind === 'range' && isBroad(target.range) && match.allow_broad !== true) {
    const widest = target.range.family === 4 ? '/24' : '/64';
    return [
      {
        path: [...path, 'target'],
        message: `${target.text} holds more addresses than a ${widest}`,
        hint: 'name the hosts that are meant, or add allow_broad: true to the match',
      },
    ];
  }
  return [];
}

function checkGroup(group: string, path: YamlPath, { groups }: WaiverContext): readonly WaiverProblem[] {
  if (groups === undefined || groups?.includes(group) === true) return [];
  const message = `there is no group ${printable(group, 64)}`;
  if (groups === null) {
    return [{ path, message, hint: 'groups come from an intent matrix, and none is given; use id, cidr or range' }];
  }
  const near = closest(group, groups);
  if (near !== undefined) return [{ path, message, hint: `did you mean ${near}?` }];
  return [{ path, message, hint: `the intent matrix has ${groups.slice(0, 16).join(', ') || 'none'}` }];
}

interface Days {
  readonly maxDays: number;
  readonly today: string | undefined;
}

function checkDays(waiver: RawWaiver, path: YamlPath, { maxDays, today }: Days): readonly WaiverProblem[] {
  const { created, expires } = waiver;
  const noDays = (['created', 'expires'] as const)
    .filter((key) => !isCalendarDay(waiver[key]))
    .map((key) => ({
      path: [...path, key],
      message: `"${printable(waiver[key], 32)}" is no day of the calendar`,
      hint: 'write YYYY-MM-DD',
    }));
  if (noDays.length > 0) return noDays;
  if (today !== undefined && created > today) {
    const hint = `today is ${today}; a waiver holds from the day it is created`;
    return [{ path: [...path, 'created'], message: `${created} is in the future`, hint }];
  }
  const days = dayNumber(expires) - dayNumber(created);
  if (days < 0) {
    return [{ path: [...path, 'expires'], message: `${expires} is before ${created}, when it was created` }];
  }
  if (days <= maxDays) return [];
  const hint = `the last day that max_days allows is ${dayText(dayNumber(created) + maxDays)}`;
  return [{ path: [...path, 'expires'], message: `holds for ${days} days; at most ${maxDays} are allowed`, hint }];
}
