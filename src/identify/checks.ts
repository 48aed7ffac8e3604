import type { Check } from './check.ts';
import { ftp } from './checks/ftp.ts';
import { http } from './checks/http.ts';
import { memcached } from './checks/memcached.ts';
import { mongodb } from './checks/mongodb.ts';
import { mysql } from './checks/mysql.ts';
import { postgresql } from './checks/postgresql.ts';
import { rdp } from './checks/rdp.ts';
import { redis } from './checks/redis.ts';
import { ssh } from './checks/ssh.ts';
import { telnet } from './checks/telnet.ts';
import { tls } from './checks/tls.ts';
import { vnc } from './checks/vnc.ts';

/**
 * Every check, in the order in which a silent port that none of them expects is asked. Redis goes before HTTP because a web server answers PING with
 * 400, while Redis takes a Host field for an attack and logs it. Bytes that a peer says are matched against all of them.
 */
export const CHECKS: readonly Check[] = [
  redis,
  http,
  tls,
  postgresql,
  mongodb,
  memcached,
  rdp,
  ssh,
  ftp,
  mysql,
  vnc,
  telnet,
];

/** The check whose protocol these bytes betray. */
export function recognize(bytes: Buffer): Check | undefined {
  return bytes.length === 0 ? undefined : CHECKS.find((check) => check.recognizes(bytes));
}
