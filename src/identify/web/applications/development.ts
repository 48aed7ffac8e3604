import type { WebApplication } from '../web-application.ts';

export const DEVELOPMENT = [] as const satisfies readonly WebApplication[];
