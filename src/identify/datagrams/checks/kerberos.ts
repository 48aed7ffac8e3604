import { randomBytes, randomInt } from 'node:crypto';
import { encodeAsRequest, parseKerberosError } from '../../kerberos-message.ts';
import type { DatagramCheck } from '../datagram-check.ts';

export const kerberos: DatagramCheck = {
  name: 'kerberos',
  ports: [88],
  effect: 'session',
  source: 'RFC 4120 sections 5.4.1 and 5.9.1',
  reading:
    'KRB-ERROR to a request that names nobody proves a KDC. What its users have to show is not asked, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions: () => [
    {
      name: 'AS-REQ of a realm that does not exist',
      bytes: encodeAsRequest(randomInt(1, 2 ** 31), `portreeve-${randomBytes(6).toString('hex')}`),
      read: (bytes) => (parseKerberosError(bytes) === undefined ? undefined : {}),
    },
  ],
};
