import { randomInt } from 'node:crypto';
import { answerTo, productOf, recursionOf, rootQuery, versionQuery } from '../../name-server.ts';
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
      if (message === undefined) return undefined;
      const { offered, proven } = recursionOf(message);
      return { details: { 'dns.recursion': offered }, ...(proven ? { access: 'none-required' } : {}) };
    },
  };
}

export const dns: DatagramCheck = {
  name: 'dns',
  ports: [53],
  effect: 'none',
  source: 'RFC 1035 section 4; RFC 4892 for version.bind',
  reading:
    'A response with our number proves DNS. Name servers of the root, given by a server that recurses, mean that no credentials are needed; who does not recurse only tells names that are public, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions: () => [versionQuestion(), recursionQuestion()],
};
