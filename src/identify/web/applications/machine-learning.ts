import type { WebApplication } from '../web-application.ts';

export const MACHINE_LEARNING = [] as const satisfies readonly WebApplication[];
