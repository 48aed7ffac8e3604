import { randomInt } from 'node:crypto';
import { answerTo, productOf, offersRecursion, rootQuery, versionQuery } from '../../name-server.ts';
import type { DatagramCheck, DatagramQuestion } from '../datagram-check.ts';

function versionQuestion(): DatagramQuestion {
  const id = randomInt(1, 0x10000);
  return {
    name: 'version.bind CH TXT',
    bytes: versionQuery(id),
    read(bytes) {
      const message = answerTo(id, bytes);
      return message === undefined ? undefined : productOf(message);
    },
  };
}

function recursionQuestion(): DatagramQuestion {
  const id = randomInt(1, 0x10000);
  return {
    name: 'recursion: . IN NS',
    bytes: rootQuery(id),
    read(bytes) {
      const message = answerTo(id, bytes);
      return message && { details: { 'dns.recursion': offersRecursion(message) } };
    },
  };
}

export const dns: DatagramCheck = {
  name: 'dns',
  ports: [53],
  effect: 'none',
  source: 'RFC 1035 section 4; RFC 4892 for version.bind',
  reading:
    'A response with our number proves DNS. Names are public, so that access stays unknown; whether strangers may have them looked up is the fact dns.recursion.',
  answersFrom: 'asked-port',
  questions: () => [versionQuestion(), recursionQuestion()],
};
