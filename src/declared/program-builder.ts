import type { Family } from '../model/address.ts';
import { printable } from '../model/printable.ts';
import type { Condition } from './box.ts';
import { checkJumps } from './check-jumps.ts';
import { declaredLine } from './declared-line.ts';
import type { DeclaredFirewall, DeclaredKind, DeclaredLine } from './firewall.ts';
import type { Gate, GroupMember, Hook, Step, Verdict } from './program.ts';

/** One rule as a format's reader gives it. */
export interface RuleText {
  readonly at: string;
  readonly text: string;
  readonly comment?: string | null;
  /** The security group that the rule protects. */
  readonly group?: string;
}

/** What a rule does with some packets. */
export interface Effect {
  readonly condition: Condition;
  readonly verdict: Verdict;
}

export interface GateText {
  readonly at: string;
  readonly text: string;
  readonly chain: string;
  readonly hook: Hook | null;
  readonly families: readonly Family[];
  readonly policy: 'allow' | 'deny';
  /** Whether a policy to allow is no more than to let packets on to the gates that filter. */
  readonly passing?: boolean;
  readonly group?: string;
  readonly needs?: Gate['needs'];
}

/** Collects the rules of one file. */
export interface ProgramBuilder {
  addChain(name: string): void;
  /** Adds a rule to the end of a chain. */
  addRule(chain: string, rule: RuleText, effects: readonly Effect[]): void;
  /** Adds a gate after those before. */
  addGate(gate: GateText): void;
  addMember(member: GroupMember): void;
  /** Tells of something that is not modelled; once each. */
  warn(text: string): void;
  /** @throws ConfigError for chains that jump in a circle */
  finish(kind: DeclaredKind): DeclaredFirewall;
}

/** Hostile files do not fill the report. */
const MAX_WARNINGS = 200;

export function createProgramBuilder(file: string): ProgramBuilder {
  const lines: DeclaredLine[] = [];
  const chains = new Map<string, Step[]>();
  const gates: Gate[] = [];
  const members: GroupMember[] = [];
  const warnings = new Set<string>();
  const warn = (text: string): void => {
    if (warnings.size < MAX_WARNINGS) warnings.add(printable(text, 300));
  };
  const chainOf = (name: string): Step[] => {
    const steps = chains.get(name) ?? [];
    chains.set(name, steps);
    return steps;
  };
  return {
    addChain: (name) => void chainOf(name),
    addRule(chain, rule, effects) {
      const indices = new Map<string, number>();
      for (const action of ['allow', 'deny'] as const) {
        const own = effects.filter(({ verdict }) => actionOf(verdict) === action);
        if (own.length > 0) indices.set(action, lines.push(declaredLine(rule, action, own)) - 1);
      }
      for (const { condition, verdict } of effects) {
        const line = indices.get(actionOf(verdict) ?? '') ?? null;
        chainOf(chain).push({ boxes: condition.boxes, unsure: condition.unsure, verdict, line });
        if (condition.unsure !== null) warn(`${rule.at}: not modelled: ${condition.unsure}`);
        if (verdict.to === 'unknown') warn(`${rule.at}: ${verdict.why}`);
      }
    },
    addGate({ at, text, policy, chain, hook, families, group, passing = false, needs = 'all' }) {
      chainOf(chain);
      const rule = group === undefined ? { at, text } : { at, text, group };
      const line = (): number => lines.push({ ...declaredLine(rule, policy, null), byDefault: true }) - 1;
      const policyLine = passing && policy === 'allow' ? null : line();
      gates.push({ chain, hook, families, policy, policyLine, group: group ?? null, needs });
    },
    addMember: (member) => void members.push(member),
    warn,
    finish(kind) {
      checkJumps(file, { chains, warn });
      if (gates.length === 0) warn(`${file}: nothing in it filters what comes in, so that nothing can be compared`);
      const program = { chains, gates, members };
      return { file, kind, lines, policy: policyOf(gates), warnings: [...warnings], program };
    },
  };
}

/** Which line a verdict makes; what is not modelled may let packets through. */
function actionOf(verdict: Verdict): 'allow' | 'deny' | null {
  if (verdict.to === 'unknown') return 'allow';
  return verdict.to === 'allow' || verdict.to === 'deny' ? verdict.to : null;
}

function policyOf(gates: readonly Gate[]): DeclaredFirewall['policy'] {
  const met = gates.filter(({ hook, policyLine }) => hook !== 'forward' && policyLine !== null);
  if (met.length === 0) return 'unknown';
  return met.some(({ policy }) => policy === 'deny') ? 'deny' : 'allow';
}
