import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** GET_VALUES_RESULT (FastCGI 1.0 section 4.1): version 1, type 10, request 0, and the name that was asked for. */
export function parse(bytes: Buffer): boolean {
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== 0x010a0000) return false;
  const body = bytes.toString('latin1', 8, 8 + bytes.readUInt16BE(4));
  return /^\x0f[\0\x01]FCGI_MPXS_CONNS[01]?$/.test(body);
}

const VALUES: Question = {
  name: 'GET_VALUES',
  bytes: Buffer.from(`01090000001107000f00${Buffer.from('FCGI_MPXS_CONNS').toString('hex')}${'00'.repeat(7)}`, 'hex'),
};

export const fastcgi: Check = {
  name: 'fastcgi',
  ports: [9000],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [VALUES],
  source: 'FastCGI specification 1.0, section 4.1 (FCGI_GET_VALUES)',
  reading:
    'The value that was asked for proves FastCGI. The protocol has no authentication, and whoever may ask for values may ask for scripts: no credentials are needed.',
  recognizes: parse,
  async run(conversation) {
    // There is no authentication in this protocol: who may ask for values may ask for scripts.
    const answered = parse(await conversation.ask(VALUES, parse));
    return answered
      ? { product: null, version: null, confidence: 10, access: 'none-required', details: {} }
      : undefined;
  },
};
