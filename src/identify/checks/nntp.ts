import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** RFC 3977 section 5.1: who is greeted by 200 may post, by 201 may not. */
export function parse(bytes: Buffer): { readonly posting: boolean; readonly text: string } | undefined {
  const match = /^(200|201) ([^\r\n]{0,500})\r\n/.exec(bytes.toString('latin1', 0, 512));
  return match === null ? undefined : { posting: match[1] === '200', text: match[2] ?? '' };
}

/** Section 5.2: 101, `VERSION 2` and more, each on a line, and a dot. */
export function parseCapabilities(bytes: Buffer): readonly string[] | undefined {
  const lines = bytes.toString('latin1').split('\r\n');
  const end = lines.indexOf('.');
  if (lines[0]?.startsWith('101 ') !== true || end < 0) return undefined;
  const capabilities = lines.slice(1, end).map((line) => line.toUpperCase());
  return capabilities.some((line) => line.startsWith('VERSION ')) ? capabilities : undefined;
}

const CAPABILITIES: Question = { name: 'CAPABILITIES', bytes: Buffer.from('CAPABILITIES\r\n') };
const QUIT: Question = { name: 'QUIT', bytes: Buffer.from('QUIT\r\n') };

const isAnswered = (bytes: Buffer): boolean =>
  parseCapabilities(bytes) !== undefined || /^[45]\d\d [^\r\n]*\r\n/.test(bytes.toString('latin1', 0, 512));

export const nntp: Check = {
  name: 'nntp',
  ports: [119, 563],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [CAPABILITIES, QUIT],
  source: 'RFC 3977, RFC 4642 (STARTTLS)',
  reading:
    'The greeting and a list of capabilities with a version prove NNTP. Which groups may be read is told group by group, which is not asked, so that access stays unknown.',
  recognizes: (bytes) =>
    /\bNNTP\b|\bInterNetNews\b|\bposting (?:ok|allowed|permitted|prohibited)\b/i.test(parse(bytes)?.text ?? ''),
  async run(conversation) {
    const greeting = parse(await conversation.listen((bytes) => bytes.includes('\n')));
    if (greeting === undefined) return undefined;
    const offered = parseCapabilities(await conversation.ask(CAPABILITIES, isAnswered));
    if (offered === undefined) return undefined;
    conversation.sayGoodbye(QUIT);
    return {
      product: null,
      version: null,
      confidence: 10,
      // Which groups may be read is told group by group.
      access: 'unknown',
      details: conversation.tls === undefined ? { 'nntp.tls': offered.includes('STARTTLS') } : {},
    };
  },
};
