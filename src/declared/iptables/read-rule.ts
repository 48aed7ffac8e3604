import type { Family } from '../../model/address.ts';
import type { SourcePosition } from '../../model/errors.ts';
import type { Condition } from '../box.ts';
import { ALWAYS, both, NEVER, unsure } from '../box.ts';
import type { Effect } from '../program-builder.ts';
import type { Answer, Verdict } from '../program.ts';
import { optionCondition } from './option-condition.ts';
import type { Option, Word } from './split-words.ts';
import { groupOptions, optionText } from './split-words.ts';

export interface IptablesRule {
  readonly effects: readonly Effect[];
  readonly comment: string | null;
}

export interface RuleScope {
  readonly at: SourcePosition;
  readonly family: Family;
  /** The name under which a chain of the same table is known; undefined for what is none. */
  readonly chainName: (chain: string) => string | undefined;
}

/** Reads the words after `-A CHAIN`. @throws ConfigError for words that are no options */
export function readRule(words: readonly Word[], { at, family, chainName }: RuleScope): IptablesRule {
  const options = groupOptions(words, at);
  const index = options.findIndex(({ name }) => name === '-j' || name === '-g');
  const matches = index < 0 ? options : options.slice(0, index);
  const target = options[index];
  const comment = matches.find(({ name }) => name === '--comment')?.values.join(' ') ?? null;
  const verdict = target === undefined ? null : readTarget(target, { options: options.slice(index + 1), chainName });
  if (verdict === null) return { effects: [], comment };
  return { effects: [{ condition: conditionOf(matches, family), verdict }], comment };
}

/** Modules that say nothing beyond their options. */
const BY_OPTIONS = new Set(
  'tcp udp multiport comment conntrack state iprange addrtype pkttype icmp icmp6 ipv6-icmp limit hashlimit mark connmark set mac owner string recent time connlimit length ttl'.split(
    ' ',
  ),
);

/** What of rpfilter(8) changes nothing: a probe's source can be reached where it came from, or no answer would find its way back. */
const REVERSE_PATH = new Set(['--loose', '--validmark', '--accept-local']);

function conditionOf(options: readonly Option[], family: Family): Condition {
  let condition = ALWAYS;
  let module = '';
  for (const option of options) {
    if (option.name === '-m') {
      module = option.values[0] ?? '';
      const known = BY_OPTIONS.has(module) || module === 'rpfilter';
      if (!known) condition = both(condition, unsure(optionText(option)));
    } else if (module === 'rpfilter' && option.name === '--invert') {
      condition = NEVER;
    } else if (module !== 'rpfilter' || !REVERSE_PATH.has(option.name)) {
      condition = both(condition, optionCondition(option, family));
    }
  }
  return condition;
}

/** Targets after which the next rule is met. */
const GOES_ON = new Set(
  'LOG NFLOG ULOG AUDIT TRACE MARK CONNMARK CONNSECMARK SECMARK SET CLASSIFY CHECKSUM DSCP ECN TOS TTL HL TCPMSS TCPOPTSTRIP TEE RATEEST IDLETIMER LED'.split(
    ' ',
  ),
);

const REWRITES = new Set(['DNAT', 'REDIRECT', 'NETMAP', 'TPROXY', 'DNPT']);

interface Target {
  readonly options: readonly Option[];
  readonly chainName: RuleScope['chainName'];
}

/** Null for targets that decide nothing. */
function readTarget({ name, values }: Option, { options, chainName }: Target): Verdict | null {
  const [target = ''] = values;
  const chain = chainName(target);
  if (chain !== undefined) return { to: name === '-g' ? 'goto' : 'jump', chain };
  switch (target) {
    // Rewritten sources leave the way of a packet as it is.
    case 'ACCEPT':
    case 'SNAT':
    case 'MASQUERADE':
      return { to: 'allow' };
    case 'DROP':
      return { to: 'deny', answer: 'none' };
    case 'REJECT':
      return { to: 'deny', answer: answerOf(options) };
    case 'RETURN':
      return { to: 'return' };
    default:
      if (GOES_ON.has(target)) return null;
      return {
        to: 'unknown',
        why: REWRITES.has(target)
          ? 'it rewrites the destination, so that another rule and another host decide'
          : `what the target ${target} does is not modelled`,
      };
  }
}

function answerOf(options: readonly Option[]): Answer {
  const type = options.find(({ name }) => name === '--reject-with')?.values[0];
  if (type === 'tcp-reset' || type === 'tcp-rst') return 'reset';
  return type === undefined || /port-unreach/.test(type) ? 'port-unreachable' : 'prohibited';
}
