import type { WebApplication } from '../web-application.ts';

export const DATA = [] as const satisfies readonly WebApplication[];
