import { plainText } from '../json-place.ts';
import type { Condition } from '../box.ts';
import { addressed, all, ALWAYS, both, EVERYTHING, NEVER, unsure, within } from '../box.ts';
import { destinationType, byInterface, ofFamilies, synFlags } from '../conditions.ts';
import { ALL_PORTS, complementPorts, mergePorts } from '../port-ranges.ts';
import type { Field } from './field.ts';
import { readAddresses, readPorts } from './values.ts';

/** How a match compares, and with what. */
export interface Comparison {
  readonly op: string;
  /** Single values, ranges and prefixes; null where they cannot be known, as with sets that change by themselves. */
  readonly values: readonly unknown[] | null;
  /** The match as a person would write it. */
  readonly text: string;
}

/** What a match asks of a packet that opens a connection. What cannot be told is unsure, within what can. */
export function fieldCondition(field: Field, comparison: Comparison): Condition {
  const { op, values, text } = comparison;
  const negated = op === '!=';
  if (!negated && op !== '==' && op !== 'in' && field.kind !== 'port') return both(frameOf(field), unsure(text));
  switch (field.kind) {
    case 'address': {
      const ranges = readAddresses(values, field.family);
      if (ranges === undefined) return both(frameOf(field), unsure(text));
      return addressed(field.axis, ranges, { negated, families: [field.family] });
    }
    case 'port':
      return portCondition(field, comparison);
    case 'flags':
      return both(within({ udp: false }), synFlags({ mask: field.mask, op, values, text }));
    case 'foreign':
      return NEVER;
    case 'other':
      return both(frameOf(field), unsure(text));
    case 'protocol':
    case 'family':
    case 'interface':
    case 'destination type':
    case 'word':
    default:
      return values === null ? unsure(text) : wordsCondition(field, values.map(plainText), { negated, text });
  }
}

/** What the mere presence of a field says of a packet. */
function frameOf(field: Field): Condition {
  switch (field.kind) {
    case 'address':
      return ofFamilies([field.family]);
    case 'port':
      return within({ tcp: field.tcp, udp: field.udp });
    case 'other':
      return all([
        field.family === undefined ? ALWAYS : ofFamilies([field.family]),
        field.tcp === true ? within({ udp: false }) : ALWAYS,
      ]);
    case 'foreign':
      return NEVER;
    case 'protocol':
    case 'family':
    case 'interface':
    case 'destination type':
    case 'word':
    case 'flags':
    default:
      return ALWAYS;
  }
}

function portCondition(field: Extract<Field, { kind: 'port' }>, { op, values, text }: Comparison): Condition {
  const ports = readPorts(values, op);
  if (ports === undefined) return both(frameOf(field), unsure(text));
  const merged = op === '!=' ? complementPorts(mergePorts(ports)) : mergePorts(ports);
  if (field.end === 'destination') return merged.length === 0 ? NEVER : both(frameOf(field), within({ ports: merged }));
  const [only] = merged;
  const whole = merged.length === 1 && only !== undefined && only.first <= 1 && only.last === ALL_PORTS[0]?.last;
  return whole ? frameOf(field) : both(frameOf(field), unsure(text));
}

type WordField = Extract<Field, { kind: 'protocol' | 'family' | 'interface' | 'destination type' | 'word' }>;

interface Wording {
  readonly negated: boolean;
  readonly text: string;
}

function wordsCondition(field: WordField, words: readonly string[], { negated, text }: Wording): Condition {
  switch (field.kind) {
    case 'protocol': {
      const [tcp, udp] = [words.includes('tcp') || words.includes('6'), words.includes('udp') || words.includes('17')];
      const box = { ...EVERYTHING, tcp: tcp !== negated, udp: udp !== negated };
      return box.tcp || box.udp ? { boxes: [box], unsure: null } : NEVER;
    }
    case 'family': {
      const [v4, v6] = [words.some((word) => /^ip(?:v4)?$/.test(word)), words.some((word) => /^ip(?:v)?6$/.test(word))];
      return ofFamilies([...(v4 !== negated ? ([4] as const) : []), ...(v6 !== negated ? ([6] as const) : [])]);
    }
    case 'interface':
      return byInterface(words, { end: field.end, negated });
    case 'destination type':
      return destinationType(words, { negated, text });
    case 'word':
    default: {
      if (words.some((word) => field.holds.includes(word))) return negated ? NEVER : ALWAYS;
      if (words.every((word) => field.fails.includes(word))) return negated ? ALWAYS : NEVER;
      return unsure(text);
    }
  }
}
