import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** An answer to an information request, or the result of a security request. */
export type AerospikeReply =
  | { readonly kind: 'build'; readonly version: string }
  | { readonly kind: 'not-authenticated' }
  | { readonly kind: 'security'; readonly result: number };

const HEADER = 8;
const INFO = 1;
const SECURITY = 2;

/** Aerospike wire protocol: version 2, type, six bytes of length; then lines `name\tvalue`, or a security message whose second byte is the result. */
export function parse(bytes: Buffer): AerospikeReply | undefined {
  if (bytes.length < HEADER || bytes[0] !== 2) return undefined;
  const length = bytes.readUIntBE(2, 6);
  if (length < 16 - HEADER || length > 1024 || bytes.length < HEADER + length) return undefined;
  const body = bytes.subarray(HEADER, HEADER + length);
  if (bytes[1] === SECURITY && length >= 16) return { kind: 'security', result: body.readUInt8(1) };
  if (bytes[1] !== INFO) return undefined;
  const text = body.toString('latin1');
  if (/^(?:build\t)?ERROR:80:/.test(text)) return { kind: 'not-authenticated' };
  const version = /^build\t(\d[\w.-]{0,60})\n$/.exec(text)?.[1];
  return version === undefined ? undefined : { kind: 'build', version };
}

const BUILD: Question = { name: 'build', bytes: Buffer.from('\x02\x01\0\0\0\0\0\x06build\n') };
/** Command 16, query roles, without fields: whoever did not log in learns only whether he would have to. */
const SECURITY_STATE: Question = {
  name: 'security message of nobody',
  bytes: Buffer.from('020200000000001000001000000000000000000000000000', 'hex'),
};

/** Results of a security message: not in this edition, not switched on, not logged in. */
const ACCESS_BY_RESULT: ReadonlyMap<number, Access> = new Map([
  [51, 'none-required'],
  [52, 'none-required'],
  [80, 'required'],
  [82, 'refused-by-acl'],
]);

export const aerospike: Check = {
  name: 'aerospike',
  ports: [3000, 4333],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [BUILD, SECURITY_STATE],
  source: 'Aerospike server: proto.h, security messages; Aerospike documentation: info commands, error codes',
  reading:
    'A build number proves Aerospike, and error 80 in its place that credentials are required. After a build, a security message tells whether security is missing or off (51, 52: no credentials are needed), on (80: they are) or refuses this address (82); any other result leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const build = await conversation.askFor(BUILD, parse);
    if (build === undefined || build.kind === 'security') return undefined;
    const state = build.kind === 'build' ? await conversation.askFor(SECURITY_STATE, parse) : undefined;
    const access = state?.kind === 'security' ? (ACCESS_BY_RESULT.get(state.result) ?? 'unknown') : 'unknown';
    return {
      product: 'Aerospike',
      version: build.kind === 'build' ? printable(build.version, 80) : null,
      confidence: 10,
      access: build.kind === 'build' ? access : 'required',
      details: {},
    };
  },
};
