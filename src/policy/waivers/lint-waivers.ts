import type { RawMatch, RawWaiver } from './raw-waivers.ts';
import type { WaiverProblem } from './check-waivers.ts';

/** What is allowed in a waiver file and still deserves a second look; none of it depends on the day. */
export function lintWaivers(waivers: readonly RawWaiver[]): readonly WaiverProblem[] {
  const latest = new Map<string, RawWaiver>();
  return waivers.flatMap((waiver, index) => {
    const path = ['waivers', index];
    const key = matchKey(waiver.match);
    const earlier = latest.get(key);
    if (earlier === undefined || earlier.expires < waiver.expires) latest.set(key, waiver);
    return [
      ...(isSelfApproved(waiver)
        ? [
            {
              path: [...path, 'approved_by'],
              message: `${waiver.id} is approved by its owner`,
              hint: 'have somebody else accept the risk (separation of duties)',
            },
          ]
        : []),
      ...(waiver.type === 'compensating-control' && (waiver.compensating_controls ?? []).length === 0
        ? [
            {
              path: [...path, 'type'],
              message: `${waiver.id} names no compensating control`,
              hint: 'list them under compensating_controls',
            },
          ]
        : []),
      ...(earlier !== undefined && overlap(earlier, waiver)
        ? [
            {
              path: [...path, 'match'],
              message: `${waiver.id} matches the same as ${earlier.id} on the same days`,
              hint: 'end the earlier one the day before the later one begins, or remove it',
            },
          ]
        : []),
    ];
  });
}

/** Names differ in letter case and blanks without being other people. */
export function isSelfApproved({ owner, approved_by: approver }: Pick<RawWaiver, 'owner' | 'approved_by'>): boolean {
  return owner.trim().toLowerCase() === approver.trim().toLowerCase();
}

function overlap(a: RawWaiver, b: RawWaiver): boolean {
  return a.created <= b.expires && b.created <= a.expires;
}

function matchKey(match: RawMatch): string {
  if ('fingerprint' in match) return match.fingerprint;
  const { rule, target, port, transport, zone } = match;
  return JSON.stringify([rule, target.id, target.cidr, target.range, target.group, port, transport, zone]);
}
