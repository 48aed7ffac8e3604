import type { Check } from '../check.ts';
import { http } from '../checks/http.ts';
import { tls } from '../checks/tls.ts';

/** HTTP with the applications on it, and TLS around whatever is inside. */
export const WEB: readonly Check[] = [http, tls];
