import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import { isLiteralHost } from '../literal-host.ts';
import type { Question } from '../question.ts';

const WORD = '[A-Za-z][A-Za-z0-9-]{0,63}';
const GREETING = /^\( success \( \d{1,3} \d{1,3} \( [A-Z0-9 -]{0,256}\) \( [a-z0-9 -]{0,1024}\) \) \) /;

/** Subversion's protocol: `( success ( minver maxver mechs capabilities ) )`. */
export function parse(bytes: Buffer): boolean {
  return GREETING.test(bytes.toString('latin1', 0, 2048));
}

/** The request to authenticate, `( success ( ( mech ... ) realm ) )`, or a failure. */
export function parseMechanisms(bytes: Buffer): readonly string[] | 'failure' | undefined {
  const text = bytes.toString('latin1', 0, 2048);
  if (/^\( failure \( .*\) \) $/s.test(text)) return 'failure';
  const list = new RegExp(`^\\( success \\( \\( ((?:${WORD} ){0,20})\\) `).exec(text)?.[1];
  return list === undefined ? undefined : list.split(' ').filter((word) => word !== '');
}

/** Whether the two messages have come that follow a login: that it succeeded, and which repository this is. */
export function parseLogin(bytes: Buffer): 'in' | 'refused' | undefined {
  const text = bytes.toString('latin1', 0, 2048);
  if (text.startsWith('( failure ( ')) return 'refused';
  return /^\( success \( \) \) \( success \( \d{1,3}:/.test(text) ? 'in' : undefined;
}

/** Where no path is given, the repository is the one at the root of what is served. */
export function buildUrl(host: string): Question {
  const url = `svn://${isLiteralHost(host) ? host : 'invalid'}/`;
  return {
    name: 'URL of the root',
    bytes: Buffer.from(`( 2 ( edit-pipeline svndiff1 ) ${url.length}:${url} 9:portreeve ( ) ) `),
    pattern: /^\( 2 \( edit-pipeline svndiff1 \) \d{1,3}:svn:\/\/[\w.:[\]-]+\/ 9:portreeve \( \) \) $/,
  };
}

const ANONYMOUS: Question = { name: 'ANONYMOUS', bytes: Buffer.from('( ANONYMOUS ( 0: ) ) ') };

export const svn: Check = {
  name: 'svn',
  ports: [3690],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'server',
  sends: [buildUrl('host.example'), ANONYMOUS],
  source: 'subversion/libsvn_ra_svn/protocol',
  reading:
    'The greeting proves Subversion. ANONYMOUS that opens the repository means that no credentials are needed, mechanisms without ANONYMOUS that they are; a refusal, or no repository at the root, leaves access unknown.',
  recognizes: parse,
  async run(conversation) {
    if (!parse(await conversation.listen(parse))) return undefined;
    const url = buildUrl(conversation.host);
    const offered = await conversation.askFor(url, parseMechanisms);
    let access: Access = 'unknown';
    if (Array.isArray(offered) && offered.length > 0) access = 'required';
    // Offered is not granted: the repository is opened only after the mechanism was taken.
    if (Array.isArray(offered) && offered.includes('ANONYMOUS')) {
      const login = await conversation.askFor(ANONYMOUS, parseLogin);
      access = login === 'in' ? 'none-required' : 'unknown';
    }
    return { product: 'Subversion', version: null, confidence: 10, access, details: {} };
  },
};
