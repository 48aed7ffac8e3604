/**
 * What a check leaves behind on the target. `none`: nothing but a connection. `session`: a session is opened or refused under a name that cannot
 * belong to a real user (`anonymous`, a random name), which the service may write to its log. `logged`: counts as a failed login of somebody.
 */
export const EFFECTS = ['none', 'session', 'logged'] as const;
export type Effect = (typeof EFFECTS)[number];
