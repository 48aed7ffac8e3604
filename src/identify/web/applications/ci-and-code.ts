import type { WebApplication } from '../web-application.ts';

export const CI_AND_CODE = [] as const satisfies readonly WebApplication[];
