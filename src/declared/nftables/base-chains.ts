import type { Family } from '../../model/address.ts';
import { unsure } from '../box.ts';
import type { ProgramBuilder } from '../program-builder.ts';

/** A chain that the kernel hands packets to. */
export interface BaseChain {
  readonly chain: string;
  readonly families: readonly Family[];
  readonly hook: string;
  readonly type: string;
  readonly priority: number;
  readonly denies: boolean;
  /** Whether it sees the packets of one device only. */
  readonly device: boolean;
}

/** The way of a packet through the hooks that it meets on its way in; what it meets on the way out decides about answers. */
const ORDER: readonly string[] = ['ingress', 'prerouting', 'input', 'forward', 'postrouting'];

/** Makes gates of base chains, in the order in which a packet meets them. */
export function addGates(file: string, bases: readonly BaseChain[], builder: ProgramBuilder): void {
  const met = bases.filter(({ hook }) => ORDER.includes(hook));
  const ordered = met.toSorted((a, b) => ORDER.indexOf(a.hook) - ORDER.indexOf(b.hook) || a.priority - b.priority);
  for (const base of ordered) {
    const { families, denies, hook, type } = base;
    const policy = denies ? 'deny' : 'allow';
    builder.addGate({
      at: `${file} ${base.chain}`,
      text: `policy ${denies ? 'drop' : 'accept'}`,
      chain: base.device ? ofOneDevice(base, builder) : base.chain,
      hook: hook === 'input' ? 'input' : hook === 'forward' || hook === 'postrouting' ? 'forward' : null,
      families,
      policy: base.device ? 'allow' : policy,
      passing: base.device || type !== 'filter' || (hook !== 'input' && hook !== 'forward'),
    });
  }
}

/** A chain in front of one that only sees the packets of a device: whether a probe comes in by it is not known. */
function ofOneDevice({ chain, denies }: BaseChain, builder: ProgramBuilder): string {
  const name = `${chain} (device)`;
  const condition = unsure(`${chain} sees the packets of one device only`);
  const rule = { at: chain, text: `packets of the chain's device` };
  builder.addRule(name, rule, [{ condition, verdict: { to: 'jump', chain } }]);
  if (denies)
    builder.addRule(name, { ...rule, text: 'policy drop' }, [{ condition, verdict: { to: 'deny', answer: 'none' } }]);
  return name;
}
