import { LIKELIHOODS, type Check } from './check.ts';
import { DATABASES } from './families/databases.ts';
import { DEVELOPMENT } from './families/development.ts';
import { FILES_AND_MAIL } from './families/files-and-mail.ts';
import { INDUSTRIAL } from './families/industrial.ts';
import { MESSAGING } from './families/messaging.ts';
import { MONITORING } from './families/monitoring.ts';
import { REMOTE_ACCESS } from './families/remote-access.ts';
import { WEB } from './families/web.ts';

/**
 * Every check, in the order in which a silent port that none of them expects is asked: the likely ones first, and among those Redis before HTTP,
 * because a web server answers PING with 400, while Redis takes a Host field for an attack and logs it. Bytes that a peer says are matched against all.
 */
export const CHECKS: readonly Check[] = [
  ...DATABASES,
  ...WEB,
  ...REMOTE_ACCESS,
  ...FILES_AND_MAIL,
  ...MESSAGING,
  ...DEVELOPMENT,
  ...MONITORING,
  ...INDUSTRIAL,
].sort((a, b) => LIKELIHOODS.indexOf(a.likelihood) - LIKELIHOODS.indexOf(b.likelihood));

/** The check whose protocol these bytes betray. */
export function recognize(bytes: Buffer): Check | undefined {
  return bytes.length === 0 ? undefined : CHECKS.find((check) => check.recognizes(bytes));
}
