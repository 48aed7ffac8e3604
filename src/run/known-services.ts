import { CHECKS } from '../identify/checks.ts';
import { DATAGRAM_CHECKS } from '../identify/datagrams/datagram-checks.ts';
import { APPLICATIONS } from '../identify/web/applications.ts';
import { usualServices } from '../model/usual-services.ts';

/** Every name that an endpoint's service can have. */
export function knownServices(): ReadonlySet<string> {
  const asked = [...CHECKS, ...APPLICATIONS, ...DATAGRAM_CHECKS].map(({ name }) => name);
  return new Set([...asked, ...usualServices()].sort());
}
