import type { Reason, Transport } from '../model/observation.ts';
import type { ResultCode } from '../model/result-code.ts';
import { codeOf, openCode } from '../model/result-code.ts';

/** nmap's reasons (portreasons.cc) for ports that it calls filtered, in our words where they differ. */
const FILTERED: Readonly<Record<string, Reason>> = {
  'no-response': 'no-response',
  'net-unreach': 'net-unreach',
  'host-unreach': 'host-unreach',
  'port-unreach': 'port-unreach',
  'proto-unreach': 'proto-unreach',
  'admin-prohibited': 'admin-prohibited',
  'host-prohibited': 'host-prohibited',
  'net-prohibited': 'net-prohibited',
  'time-exceeded': 'time-exceeded',
  'dest-unreach': 'host-unreach',
  'beyond-scope': 'net-unreach',
  // nmap's own machine said no.
  'perm-denied': 'denied-locally',
  'no-route': 'no-route',
  'reject-route': 'no-route',
  abort: 'aborted',
};

/**
 * The result that a port's state and reason stand for. What does not tell open from closed is `undecided`: unfiltered (an ACK scan reaches the port and learns no
 * more), closed|filtered (idle scan), and open|filtered of TCP (FIN, NULL and Xmas scans).
 */
export function nmapResult(state: string, reason: string, transport: Transport): ResultCode {
  if (state === 'open') return openCode(transport);
  if (state === 'closed') return closedCode(reason, transport);
  if (state === 'filtered') return codeOf(filteredReason(reason, transport));
  return state === 'open|filtered' && transport === 'udp' ? codeOf('udp-no-response') : codeOf('undecided');
}

function closedCode(reason: string, transport: Transport): ResultCode {
  if (transport === 'udp') return codeOf('udp-port-unreach');
  // masscan names the flags: rst, rst-ack.
  return codeOf(singular(reason) === 'reset' || reason.startsWith('rst') ? 'rst' : 'conn-refused');
}

function filteredReason(reason: string, transport: Transport): Reason {
  const word = singular(reason);
  const known = Object.hasOwn(FILTERED, word) ? FILTERED[word] : undefined;
  // UDP scans never conclude filtered from silence.
  if (known === undefined || (known === 'no-response' && transport === 'udp')) return 'undecided';
  return known;
}

/** Up to 7.91 the reasons of ports that are not listed were in the plural. */
function singular(reason: string): string {
  return reason.endsWith('unreaches') ? reason.slice(0, -2) : reason.replace(/s$/, '');
}
