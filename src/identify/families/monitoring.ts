import type { Check } from '../check.ts';
import { httpProxy } from '../checks/http-proxy.ts';
import { socks } from '../checks/socks.ts';
import { torControl } from '../checks/tor-control.ts';

/** Monitoring agents, proxies and logs. */
export const MONITORING: readonly Check[] = [socks, httpProxy, torControl];
