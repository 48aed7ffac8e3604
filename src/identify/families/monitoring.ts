import type { Check } from '../check.ts';

/** Monitoring agents, proxies and logs. */
export const MONITORING: readonly Check[] = [];
