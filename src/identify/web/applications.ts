import { ADMINISTRATION } from './applications/administration.ts';
import { ANALYTICS } from './applications/analytics.ts';
import { CI_AND_CODE } from './applications/ci-and-code.ts';
import { CONSOLES } from './applications/consoles.ts';
import { CONTAINERS } from './applications/containers.ts';
import { DATA } from './applications/data.ts';
import { DEVELOPMENT } from './applications/development.ts';
import { DEVICES } from './applications/devices.ts';
import { EMBEDDED } from './applications/embedded.ts';
import { LOGS_AND_TRACES } from './applications/logs-and-traces.ts';
import { MACHINE_LEARNING } from './applications/machine-learning.ts';
import { MESSAGING } from './applications/messaging.ts';
import { MODEL_SERVING } from './applications/model-serving.ts';
import { MONITORING } from './applications/monitoring.ts';
import { SEARCH } from './applications/search.ts';
import { VECTOR_DATABASES } from './applications/vector-databases.ts';
import { WORKFLOWS } from './applications/workflows.ts';
import { assertSound } from './assert-sound.ts';
import type { WebApplication } from './web-application.ts';

/**
 * Every web application, in the order in which they are asked where nothing tells them apart: what gives away machines before what gives away data.
 * @throws InternalError when loaded with an unsound table
 */
export const APPLICATIONS: readonly WebApplication[] = [
  ...CONTAINERS,
  ...SEARCH,
  ...MACHINE_LEARNING,
  ...MODEL_SERVING,
  ...WORKFLOWS,
  ...ANALYTICS,
  ...CI_AND_CODE,
  ...DATA,
  ...VECTOR_DATABASES,
  ...DEVELOPMENT,
  ...LOGS_AND_TRACES,
  ...MONITORING,
  ...ADMINISTRATION,
  ...CONSOLES,
  ...DEVICES,
  ...MESSAGING,
  ...EMBEDDED,
];

assertSound(APPLICATIONS);
