import type { Check } from '../check.ts';

/** Debuggers, application servers and build tools. */
export const DEVELOPMENT: readonly Check[] = [];
