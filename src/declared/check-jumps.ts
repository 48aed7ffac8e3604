import { ConfigError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Step, Verdict } from './program.ts';

/** The kernel allows 16; more is no ruleset that was ever in force. */
const MAX_DEPTH = 100;

interface Checked {
  /** Changed: a jump to nowhere becomes a verdict that is not known. */
  readonly chains: Map<string, Step[]>;
  readonly warn: (text: string) => void;
}

/** Holds that every jump leads somewhere and none leads back. @throws ConfigError naming the chains of a circle */
export function checkJumps(file: string, { chains, warn }: Checked): void {
  for (const [name, steps] of chains) {
    for (const [index, step] of steps.entries()) {
      const target = targetOf(step.verdict);
      if (target === undefined || chains.has(target)) continue;
      const why = `jumps to "${printable(target, 64)}", which is neither a chain of this file nor a known target`;
      warn(`chain ${name}: ${why}`);
      steps[index] = { ...step, verdict: { to: 'unknown', why } };
    }
  }
  const depths = new Map<string, number>();
  for (const name of chains.keys()) depthOf(name, { file, chains, depths, trail: new Set() });
}

interface Visit {
  readonly file: string;
  readonly chains: ReadonlyMap<string, readonly Step[]>;
  readonly depths: Map<string, number>;
  readonly trail: Set<string>;
}

/** The longest way down from a chain. The trail bounds the recursion. */
function depthOf(name: string, visit: Visit): number {
  const { file, chains, depths, trail } = visit;
  const known = depths.get(name);
  if (known !== undefined) return known;
  if (trail.has(name)) {
    const circle = printable([...trail, name].slice(-8).join(' -> '), 200);
    throw new ConfigError(`chains jump in a circle: ${circle}`, { at: { file } });
  }
  if (trail.size >= MAX_DEPTH) throw new ConfigError(`chains jump more than ${MAX_DEPTH} deep`, { at: { file } });
  trail.add(name);
  const targets = new Set((chains.get(name) ?? []).flatMap(({ verdict }) => targetOf(verdict) ?? []));
  let depth = 0;
  for (const target of targets) depth = Math.max(depth, 1 + depthOf(target, visit));
  trail.delete(name);
  if (depth >= MAX_DEPTH) throw new ConfigError(`chains jump more than ${MAX_DEPTH} deep`, { at: { file } });
  depths.set(name, depth);
  return depth;
}

function targetOf(verdict: Verdict): string | undefined {
  return verdict.to === 'jump' || verdict.to === 'goto' ? verdict.chain : undefined;
}
