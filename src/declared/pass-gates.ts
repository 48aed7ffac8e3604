import type { AddressValue } from '../model/address.ts';
import { holdsAddress } from '../model/range-set.ts';
import type { Gate, GroupMember, Hook, Program } from './program.ts';
import type { Attempt, Ending } from './walk-chain.ts';
import { createWalker } from './walk-chain.ts';
import type { DeclaredLine } from './firewall.ts';

export interface GateOptions {
  readonly lines: readonly DeclaredLine[];
  /** Whether packets end at the firewall's own host or pass through it. */
  readonly hook: Hook;
  /** Which addresses each security group protects. */
  readonly members: readonly GroupMember[];
}

/** All ways in which an attempt may end at the gates of a program; never empty. */
export function passGates(program: Program, attempt: Attempt, options: GateOptions): readonly Ending[] {
  const { family } = attempt.destination;
  const met = program.gates.filter(
    ({ hook, families }) => (hook === null || hook === options.hook) && families.includes(family),
  );
  if (met.length === 0) {
    return [unknown(`the file says nothing of ${family === 4 ? 'IPv4' : 'IPv6'} at this place`)];
  }
  const walk = createWalker(program, attempt);
  const endingsOf = ({ chain, policy, policyLine }: Gate): readonly Ending[] => {
    const { endings, falls } = walk(chain);
    return falls === 'no' ? endings : [...endings, { action: policy, answer: 'none', line: policyLine, why: null }];
  };
  const groups = groupsOf(attempt.destination, options.members);
  const own = met.filter(({ group }) => group === null || groups.has(group));
  if (met.some(({ group }) => group !== null) && own.every(({ group }) => group === null)) {
    const why = `its groups (${[...groups].join(', ')}) are not in the file`;
    return [unknown(groups.size === 0 ? 'the file does not say which groups protect this address' : why)];
  }
  const every = own.filter(({ needs }) => needs === 'all').map((gate) => () => endingsOf(gate));
  const any = own.filter(({ needs }) => needs === 'one');
  return passAll(any.length === 0 ? every : [...every, () => passAny(any.map(endingsOf))], options.lines);
}

function groupsOf(destination: AddressValue, members: readonly GroupMember[]): ReadonlySet<string> {
  return new Set(members.filter(({ addresses }) => holdsAddress(addresses, destination)).map(({ group }) => group));
}

function unknown(why: string): Ending {
  return { action: 'unknown', answer: 'unknown', line: null, why };
}

/** One gate after the other: each must let the attempt through. The last rule that allows it is the one that counts. */
function passAll(gates: readonly (() => readonly Ending[])[], lines: readonly DeclaredLine[]): readonly Ending[] {
  const refused: Ending[] = [];
  let allowed: readonly Ending[] = [];
  for (const gate of gates) {
    const endings = gate();
    refused.push(...endings.filter(({ action }) => action !== 'allow'));
    const through = endings.filter(({ action }) => action === 'allow');
    if (through.length === 0) return refused;
    const byRule = through.some((ending) => !isDefault(ending, lines));
    if (allowed.length === 0 || byRule || allowed.every((ending) => isDefault(ending, lines))) allowed = through;
  }
  return [...refused, ...allowed];
}

function isDefault({ line }: Ending, lines: readonly DeclaredLine[]): boolean {
  return line === null || lines[line]?.byDefault === true;
}

/** Gates beside each other: one that lets the attempt through is enough. */
function passAny(gates: readonly (readonly Ending[])[]): readonly Ending[] {
  const certain = gates.find((endings) => endings.every(({ action }) => action === 'allow'));
  if (certain !== undefined) return certain;
  const possible = gates.flat().filter(({ action }) => action !== 'deny');
  const refused = gates.flat().filter(({ action }) => action === 'deny');
  return [...possible, ...refused];
}
