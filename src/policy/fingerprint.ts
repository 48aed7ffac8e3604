import type { FactName, Facts } from '../model/facts.ts';
import type { Endpoint } from '../model/observation.ts';

/** What makes a finding the same finding in another run. */
export interface FindingIdentity {
  readonly ruleId: string;
  /** The target's id label where it names one address only, else undefined. */
  readonly asset: string | undefined;
  readonly endpoint: Endpoint;
  /** The facts that the rule's `identity` names, as far as they are known. */
  readonly extras: Facts;
}

/**
 * `exposure/v1:` and 32 hex digits. Severity, texts, versions, vantage and time stay out, so that a new wording or a patched server makes no new finding.
 * A host is its id or its address, never its name: one name may stand for several addresses, each with findings of its own.
 */
export function fingerprintOf(
  { ruleId, asset, endpoint, extras }: FindingIdentity,
  sha256hex: (text: string) => string,
): string {
  const target = asset === undefined ? `ip:${endpoint.address}` : `asset:${asset}`;
  const sorted = Object.fromEntries(Object.entries(extras).sort(([a], [b]) => (a < b ? -1 : 1)));
  // RFC 8785 defines canonical numbers and texts as what ECMAScript's JSON.stringify gives; only the order of keys is left to do.
  const canonical = JSON.stringify(['exposure-fp/1', ruleId, target, endpoint.transport, endpoint.port, sorted]);
  return `exposure/v1:${sha256hex(canonical).slice(0, 32)}`;
}

/** The facts that tell findings of the same rule and endpoint apart. */
export function identityExtras(identity: readonly FactName[], facts: Facts): Facts {
  return Object.fromEntries(identity.flatMap((fact) => (facts[fact] === undefined ? [] : [[fact, facts[fact]]])));
}
