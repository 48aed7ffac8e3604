import type { WebApplication } from '../web-application.ts';

export const WORKFLOWS = [] as const satisfies readonly WebApplication[];
