import type { Reason, Transport } from '../model/observation.ts';
import type { ResultCode } from '../model/result-code.ts';
import { codeOf, openCode } from '../model/result-code.ts';

/**
 * What zgrab2's statuses (status.go) say of a TCP port. Whatever happened after the connection was accepted means open; `connection-timeout` is any failure to
 * connect, refusals among them.
 */
const TCP: Readonly<Record<string, Reason>> = {
  success: 'syn-ack',
  'connection-closed': 'syn-ack',
  'handshake-error': 'syn-ack',
  'post-tls-application-error': 'syn-ack',
  'io-timeout': 'syn-ack',
  'protocol-error': 'syn-ack',
  'application-error': 'syn-ack',
  'connection-refused': 'conn-refused',
  'connection-timeout': 'undecided',
  'unknown-error': 'undecided',
};

/** The result that a status stands for; `undefined` where the port was not asked, or the status is none of zgrab2's. */
export function resultCode(status: unknown, transport: Transport): ResultCode | undefined {
  if (typeof status !== 'string') return undefined;
  if (transport === 'udp') return ofDatagram(status);
  const reason = Object.hasOwn(TCP, status) ? TCP[status] : undefined;
  return reason === undefined ? undefined : codeOf(reason);
}

function ofDatagram(status: string): ResultCode | undefined {
  if (status === 'success' || status === 'protocol-error' || status === 'application-error') return openCode('udp');
  if (status === 'io-timeout') return codeOf('udp-no-response');
  return status === 'unknown-error' || status.startsWith('connection-') ? codeOf('undecided') : undefined;
}
