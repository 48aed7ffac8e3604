import type { Access } from '../../model/service.ts';
import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

/** RFC 9271 section 4.2.10: VER gives a text for humans. */
export function parse(bytes: Buffer): { readonly version: string | null } | undefined {
  const match = /^Network UPS Tools upsd(?: v?(\d[\w.+-]{0,79}))?[^\r\n]{0,200}\n/.exec(
    bytes.toString('latin1', 0, 400),
  );
  return match === null ? undefined : { version: match[1] ?? null };
}

/** Section 4.2.7: `BEGIN LIST UPS`, a line `UPS name "description"` each, `END LIST UPS`; or an error. */
export function parseList(bytes: Buffer): readonly string[] | 'denied' | undefined {
  const text = bytes.toString('utf8');
  if (text.startsWith('ERR ACCESS-DENIED\n')) return 'denied';
  if (!text.startsWith('BEGIN LIST UPS\n') || !text.includes('END LIST UPS\n')) return undefined;
  return [...text.matchAll(/^UPS ([^ \n]{1,256}) /gm)].map((match) => match[1] ?? '');
}

const VER: Question = { name: 'VER', bytes: Buffer.from('VER\n') };
const LIST: Question = { name: 'LIST UPS', bytes: Buffer.from('LIST UPS\n') };
const LOGOUT: Question = { name: 'LOGOUT', bytes: Buffer.from('LOGOUT\n') };

export const nut: Check = {
  name: 'nut',
  ports: [3493],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [VER, LIST, LOGOUT],
  source: 'RFC 9271',
  reading:
    'The text of VER proves upsd. A list of supplies means that no credentials are needed to read, ACCESS-DENIED that this source is refused; any other answer leaves access unknown.',
  recognizes: (bytes) =>
    /^ERR (?:UNKNOWN-COMMAND|INVALID-ARGUMENT|ACCESS-DENIED)\n/.test(bytes.toString('latin1', 0, 32)),
  async run(conversation) {
    const ver = parse(await conversation.ask(VER, hasLine));
    if (ver === undefined) return undefined;
    const list = parseList(
      await conversation.ask(
        LIST,
        (bytes) => parseList(bytes) !== undefined || bytes.toString('latin1', 0, 4) === 'ERR ',
      ),
    );
    conversation.sayGoodbye(LOGOUT);
    return {
      product: 'Network UPS Tools',
      version: ver.version === null ? null : printable(ver.version, 80),
      confidence: 10,
      access: accessOf(list),
      details: Array.isArray(list) ? { 'nut.ups': list.slice(0, 50).map((name) => printable(name, 80)) } : {},
    };
  },
};

/** States are read without a name; switching off wants one. */
function accessOf(list: ReturnType<typeof parseList>): Access {
  if (list === undefined) return 'unknown';
  return list === 'denied' ? 'refused-by-acl' : 'none-required';
}
