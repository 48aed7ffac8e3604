import type { WebApplication } from '../web-application.ts';

export const MONITORING = [] as const satisfies readonly WebApplication[];
