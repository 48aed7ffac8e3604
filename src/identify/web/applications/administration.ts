import type { WebApplication } from '../web-application.ts';

export const ADMINISTRATION = [] as const satisfies readonly WebApplication[];
