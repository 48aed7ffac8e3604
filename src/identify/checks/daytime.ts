import type { Check } from '../check.ts';

const MONTH = '(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)';
const CLOCK = '\\d{1,2}:\\d\\d:\\d\\d';

/** RFC 867 leaves the form free: xinetd, inetd (asctime), Windows, and NIST's servers. */
const FORMS = [
  new RegExp(`^\\d{1,2} ${MONTH} \\d{4} ${CLOCK} [A-Z+-]\\w{1,5}\\r\\n$`),
  new RegExp(`^[A-Z][a-z]{2} ${MONTH} [ \\d]\\d ${CLOCK} \\d{4}\\r\\n$`, 'i'),
  new RegExp(`^${CLOCK} (?:[AP]M )?\\d{1,2}/\\d{1,2}/\\d{4}\\n\\0?$`),
  new RegExp(`^\\n?\\d{5} \\d\\d-\\d\\d-\\d\\d ${CLOCK} [\\d .]{1,40}UTC\\(NIST\\) [*#] ?\\n$`),
];

/** A date, and nothing else. */
export function parse(bytes: Buffer): boolean {
  const text = bytes.toString('latin1', 0, 128);
  return bytes.length < 128 && FORMS.some((form) => form.test(text));
}

export const daytime: Check = {
  name: 'daytime',
  ports: [13],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'RFC 867',
  reading:
    'A date in one of the known forms, and nothing else, is taken for the protocol, which serves everybody: no credentials are needed.',
  recognizes: parse,
  async run(conversation) {
    if (!parse(await conversation.listen(parse))) return undefined;
    return { product: null, version: null, confidence: 8, access: 'none-required', details: {} };
  },
};
