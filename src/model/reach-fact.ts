/** What the vantages of one zone saw together: `reach.internet` and the like. Zones are the user's, so that these facts are known by their form. */
export type ReachFact = `reach.${string}`;

/** Names of zones, in facts and files. */
export const ZONE_NAME = /^[a-z][a-z0-9-]{0,31}$/;

const PREFIX = 'reach.';

/** Whether a text is `reach.` and the name of a zone. */
export function isReachFact(text: string): text is ReachFact {
  return text.startsWith(PREFIX) && ZONE_NAME.test(text.slice(PREFIX.length));
}

/** The fact of a zone. */
export function reachFact(zone: string): ReachFact {
  return `${PREFIX}${zone}`;
}
