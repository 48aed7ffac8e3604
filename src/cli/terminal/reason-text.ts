import type { Reason } from '../../model/observation.ts';

/** What was seen, as a note beside a port. */
export const REASON_TEXT: Readonly<Record<Reason, string>> = {
  'syn-ack': 'SYN-ACK received',
  rst: 'RST received',
  // The kernel reports a RST and an ICMP port-unreachable alike (ECONNREFUSED).
  'conn-refused': 'RST received (or ICMP port unreachable)',
  'no-response': 'no response (timeout)',
  'net-unreach': 'ICMP network unreachable',
  'host-unreach': 'ICMP host unreachable',
  'port-unreach': 'ICMP port unreachable',
  'proto-unreach': 'ICMP protocol unreachable',
  'admin-prohibited': 'ICMP administratively prohibited',
  'host-prohibited': 'ICMP host prohibited',
  'net-prohibited': 'ICMP network prohibited',
  'time-exceeded': 'ICMP time exceeded',
  'no-fds': 'not asked: no file descriptors left on this machine',
  'no-ports': 'not asked: no source ports left on this machine',
  'no-buffers': 'not asked: no buffers left on this machine',
  'no-route': 'not asked: this machine has no route',
  'denied-locally': 'not asked: denied by this machine',
  'out-of-scope': 'not asked: out of scope',
  'unknown-errno': 'not asked: unexpected error of this machine',
  aborted: 'not asked: interrupted',
  'vantage-unhealthy': 'not known: a port that must be open did not answer',
  'syn-proxy-suspected': 'not known: this host accepts every port',
  'ban-suspected': 'not known: the host stopped answering altogether',
  'udp-response': 'answer received',
  'udp-port-unreach': 'ICMP port unreachable',
  'udp-no-response': 'no answer: open and silent, or filtered',
  undecided: 'not known: the scan did not tell open from closed',
};
