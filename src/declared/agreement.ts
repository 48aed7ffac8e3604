import type { Observed } from './comparison.ts';
import type { Decision } from './decide.ts';
import type { Answer } from './program.ts';

/** How an observation stands to a decision; `silent` where it says nothing about what a firewall did. */
export type Agreement =
  { readonly kind: 'agrees' | 'unknown' | 'silent' } | { readonly kind: 'contradicts'; readonly how: string };

/**
 * Open and closed both prove that packets come through; silence and ICMP errors that they do not. A rule that rejects may send the
 * reset itself, and an ICMP port-unreachable looks like a refusal to a connect() that does not see packets.
 */
export function agreementOf({ action, answers }: Decision, { state, reason, transport }: Observed): Agreement {
  if (state !== 'open' && state !== 'closed' && state !== 'filtered') return { kind: 'silent' };
  if (action === 'unknown') return { kind: 'unknown' };
  if (action === 'allow') {
    return state === 'filtered' ? contradicts('declared open, and nothing comes through') : { kind: 'agrees' };
  }
  if (state === 'open') return contradicts('declared closed, and it is open');
  if (state === 'filtered') return { kind: 'agrees' };
  const rejected = answers.some((answer) => looksClosed(answer, { isReset: reason === 'rst', transport }));
  return rejected
    ? { kind: 'agrees' }
    : contradicts('declared closed, and packets come through: nothing listens there');
}

function contradicts(how: string): Agreement {
  return { kind: 'contradicts', how };
}

function looksClosed(
  answer: Answer,
  { isReset, transport }: Pick<Observed, 'transport'> & { readonly isReset: boolean },
): boolean {
  switch (answer) {
    case 'unknown':
      return true;
    case 'reset':
      return transport === 'tcp';
    case 'port-unreachable':
      return transport === 'udp' || !isReset;
    case 'prohibited':
    case 'none':
    default:
      return false;
  }
}
