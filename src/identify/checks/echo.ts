import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const LINE = 'portreeve asks whether this is the echo protocol\r\n';
const ECHO: Question = { name: 'a line', bytes: Buffer.from(LINE) };

/** RFC 862: the same bytes come back. */
export function parse(bytes: Buffer): boolean {
  return bytes.toString('latin1') === LINE;
}

/** Questions of other protocols, which nobody else repeats. */
const REPEATED = /^(?:GET \/ HTTP\/1\.1\r\nHost: [^\r\n]{1,300}\r\n|\*1\r\n\$4\r\nPING\r\n$)/;

export const echo: Check = {
  name: 'echo',
  ports: [7],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [ECHO],
  source: 'RFC 862',
  reading: 'The line that was sent comes back. The protocol serves everybody: no credentials are needed.',
  recognizes: (bytes) => parse(bytes) || REPEATED.test(bytes.toString('latin1', 0, 512)),
  async run(conversation) {
    if (!parse(await conversation.ask(ECHO, (bytes) => bytes.length >= LINE.length))) return undefined;
    return { product: null, version: null, confidence: 10, access: 'none-required', details: {} };
  },
};
