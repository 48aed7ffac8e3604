import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** gitprotocol-pack "pkt-line": four hexadecimal digits of length, then `ERR ` and a reason. */
export function parse(bytes: Buffer): { readonly error: string } | undefined {
  const match = /^([0-9a-f]{4})ERR ([^\0]{0,400})$/s.exec(bytes.toString('latin1', 0, 512));
  if (match?.[1] === undefined || Number.parseInt(match[1], 16) !== bytes.length) return undefined;
  return { error: (match[2] ?? '').trimEnd() };
}

const PATH = 'git-upload-pack /portreeve-no-such-repository\0host=portreeve.invalid\0';

const UPLOAD_PACK: Question = {
  name: 'upload-pack of a repository that nobody has',
  bytes: Buffer.from(`${(PATH.length + 4).toString(16).padStart(4, '0')}${PATH}`),
};

export const git: Check = {
  name: 'git',
  ports: [9418],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [UPLOAD_PACK],
  source: 'gitprotocol-pack, git-daemon(1)',
  reading:
    'An error about a repository that nobody has proves the daemon. Which ones are for everybody cannot be asked without their names, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(UPLOAD_PACK, parse);
    if (reply === undefined) return undefined;
    // Which repositories there are must be known before one can be asked for.
    return { product: null, version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
