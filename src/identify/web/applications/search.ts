import type { WebApplication } from '../web-application.ts';

export const SEARCH = [] as const satisfies readonly WebApplication[];
