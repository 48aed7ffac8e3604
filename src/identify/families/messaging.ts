import type { Check } from '../check.ts';

/** Message brokers, queues and coordination services. */
export const MESSAGING: readonly Check[] = [];
