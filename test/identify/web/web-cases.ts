import { ADMINISTRATION_REPLIES } from './replies-administration.ts';
import { ANALYTICS_REPLIES } from './replies-analytics.ts';
import { CONSOLES_REPLIES } from './replies-consoles.ts';
import { DATA_REPLIES } from './replies-data.ts';
import { DEVELOPMENT_REPLIES } from './replies-development.ts';
import { MESSAGING_REPLIES } from './replies-messaging.ts';
import { MONITORING_REPLIES } from './replies-monitoring.ts';
import type { WebCases } from './web-case.ts';

/** What the applications of the table say to a stranger, by their documentation or their source. */
export const REPLIES: WebCases = {
  ...ADMINISTRATION_REPLIES,
  ...ANALYTICS_REPLIES,
  ...CONSOLES_REPLIES,
  ...DATA_REPLIES,
  ...DEVELOPMENT_REPLIES,
  ...MESSAGING_REPLIES,
  ...MONITORING_REPLIES,
};
