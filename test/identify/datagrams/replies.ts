import { readFileSync } from 'node:fs';

interface RecordedReply {
  readonly service: string;
  readonly question: string;
  readonly sent: string;
  readonly received: string;
}

const FILE = new URL('../../../fixtures/datagrams/replies.json', import.meta.url);

/** What real servers answered (test/scenarios/udp-services.test.ts records them), at most 256 bytes of each. */
export const REPLIES = (JSON.parse(readFileSync(FILE, 'utf8')) as readonly RecordedReply[]).map(
  ({ service, question, sent, received }) => ({
    service,
    question,
    sent: Buffer.from(sent, 'hex'),
    received: Buffer.from(received, 'hex'),
  }),
);

/** One of them. */
export function replyOf(service: string, question = ''): Buffer {
  const found = REPLIES.find((reply) => reply.service === service && reply.question.includes(question));
  if (found === undefined) throw new Error(`no recording of ${service} ${question}`);
  return found.received;
}
