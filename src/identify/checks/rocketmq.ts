import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const OPAQUE = 7237;

/** RocketMQ remoting: length, length of the header with its encoding in the upper byte (0: JSON), header, body. */
export function parse(bytes: Buffer): { readonly code: number } | undefined {
  if (bytes.length < 8) return undefined;
  const size = bytes.readUInt32BE(0);
  const head = bytes.readUInt32BE(4);
  if (head < 2 || head > 4096 || size < 4 + head || bytes.length < 8 + head) return undefined;
  const header = bytes.toString('latin1', 8, 8 + head);
  const code = /"code":(\d{1,5})\b/.exec(header)?.[1];
  const isReply = header.startsWith('{') && /"flag":[13]\b/.test(header) && header.includes(`"opaque":${OPAQUE}`);
  return code !== undefined && isReply ? { code: Number(code) } : undefined;
}

const HEADER = `{"code":106,"flag":0,"language":"JAVA","opaque":${OPAQUE},"serializeTypeCurrentRPC":"JSON","version":395}`;
const LENGTHS = Buffer.alloc(8);
LENGTHS.writeUInt32BE(4 + HEADER.length, 0);
LENGTHS.writeUInt32BE(HEADER.length, 4);

const CLUSTER: Question = {
  name: 'GET_BROKER_CLUSTER_INFO',
  bytes: Buffer.concat([LENGTHS, Buffer.from(HEADER)]),
};

/** Response codes: 0 success, 16 no permission. A broker does not know this question (3), and ACL errors are 1 like all others. */
const ACCESS_BY_CODE: ReadonlyMap<number, Access> = new Map([
  [0, 'none-required'],
  [16, 'required'],
]);

export const rocketmq: Check = {
  name: 'rocketmq',
  ports: [9876, 10909, 10911],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [CLUSTER],
  source: 'Apache RocketMQ: remoting protocol (RemotingCommand), request and response codes',
  reading:
    'A response with our number proves RocketMQ. Code 0 with the cluster means that no credentials are needed, 16 that they are; brokers do not know the question, and any other code leaves access unknown.',
  recognizes: () => false,
  async run(conversation) {
    const reply = await conversation.askFor(CLUSTER, parse);
    if (reply === undefined) return undefined;
    const access = ACCESS_BY_CODE.get(reply.code) ?? 'unknown';
    return { product: 'RocketMQ', version: null, confidence: 10, access, details: {} };
  },
};
