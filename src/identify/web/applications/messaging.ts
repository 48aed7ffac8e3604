import type { WebApplication } from '../web-application.ts';

export const MESSAGING = [] as const satisfies readonly WebApplication[];
