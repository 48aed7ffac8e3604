import { ADMINISTRATION_REPLIES } from './replies-administration.ts';
import { ANALYTICS_REPLIES } from './replies-analytics.ts';
import { CONSOLES_REPLIES } from './replies-consoles.ts';
import { DATA_REPLIES } from './replies-data.ts';
import { DEVELOPMENT_REPLIES } from './replies-development.ts';
import { LOGS_AND_TRACES_REPLIES } from './replies-logs-and-traces.ts';
import { MESSAGING_REPLIES } from './replies-messaging.ts';
import { MODEL_SERVING_REPLIES } from './replies-model-serving.ts';
import { MONITORING_REPLIES } from './replies-monitoring.ts';
import { VECTOR_DATABASES_REPLIES } from './replies-vector-databases.ts';
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
  ...LOGS_AND_TRACES_REPLIES,
  ...MODEL_SERVING_REPLIES,
  ...VECTOR_DATABASES_REPLIES,
};
