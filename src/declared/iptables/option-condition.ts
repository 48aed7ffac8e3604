import type { Family } from '../../model/address.ts';
import { parseAddress, parseCidr, parseRange } from '../../model/address.ts';
import type { AddressRange } from '../../model/address.ts';
import type { Condition } from '../box.ts';
import { addressed, ALWAYS, both, NEVER, unsure, within } from '../box.ts';
import { byInterface, destinationType, synFlags } from '../conditions.ts';
import type { PortRange } from '../firewall.ts';
import { complementPorts, mergePorts, portRange } from '../port-ranges.ts';
import type { Option } from './split-words.ts';
import { optionText } from './split-words.ts';

type Reader = (option: Option, family: Family) => Condition;

/** What an option of a rule asks of a packet that opens a connection (iptables(8), iptables-extensions(8)). */
export function optionCondition(option: Option, family: Family): Condition {
  return READERS.get(option.name)?.(option, family) ?? unsure(optionText(option));
}

const source: Reader = (option, family) => addressCondition('sources', option, family);
const destination: Reader = (option, family) => addressCondition('destinations', option, family);
const ports: Reader = (option) => {
  const ranges = listOf(option).map(readPort);
  const known = ranges.flatMap((range) => range ?? []);
  if (known.length !== ranges.length) return unsure(optionText(option));
  const merged = mergePorts(known);
  return within({ ports: option.negated ? complementPorts(merged) : merged });
};
const protocol: Reader = ({ values: [name = ''], negated }) => {
  if (name === 'all' || name === '0') return negated ? NEVER : ALWAYS;
  return within({
    tcp: (name === 'tcp' || name === '6') !== negated,
    udp: (name === 'udp' || name === '17') !== negated,
  });
};
const state: Reader = (option) => {
  const states = listOf(option);
  if (states.includes('NEW')) return option.negated ? NEVER : ALWAYS;
  // Where a rule may rewrite the destination, that alone leaves the outcome open; so here none did.
  const others = ['INVALID', 'ESTABLISHED', 'RELATED', 'UNTRACKED', 'SNAT', 'DNAT'];
  if (states.some((name) => !others.includes(name))) return unsure(optionText(option));
  return option.negated ? ALWAYS : NEVER;
};
const flags: Reader = (option) => {
  const [mask = '', wanted = ''] = option.name === '--syn' ? ['FIN,SYN,RST,ACK', 'SYN'] : option.values;
  const op = option.negated ? '!=' : '==';
  const asked = { mask: mask.split(','), op, values: wanted.split(','), text: optionText(option) };
  return both(within({ udp: false }), synFlags(asked));
};
const packetType: Reader = (option) => {
  const type = option.values[0]?.toLowerCase();
  if (type === 'unicast') return option.negated ? NEVER : ALWAYS;
  if (type !== 'broadcast' && type !== 'multicast') return unsure(optionText(option));
  return option.negated ? ALWAYS : NEVER;
};
const interfaceOf =
  (end: 'in' | 'out'): Reader =>
  (option) => {
    const names = option.values.map((name) => name.replace(/\+$/, '*'));
    return byInterface(names, { end, negated: option.negated });
  };

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['-s', source],
  ['--src-range', source],
  ['-d', destination],
  ['--dst-range', destination],
  ['-p', protocol],
  ['--dport', ports],
  ['--dports', ports],
  ['-i', interfaceOf('in')],
  ['-o', interfaceOf('out')],
  ['--ctstate', state],
  ['--state', state],
  ['--tcp-flags', flags],
  ['--syn', flags],
  ['--pkt-type', packetType],
  ['--ctdir', ({ values, negated }) => ((values[0] === 'ORIGINAL') !== negated ? ALWAYS : NEVER)],
  ['--dst-type', (option) => destinationType(listOf(option), { negated: option.negated, text: optionText(option) })],
  // Fragments of a packet other than the first.
  ['-f', ({ negated }) => (negated ? ALWAYS : NEVER)],
  ['--icmp-type', () => NEVER],
  ['--icmpv6-type', () => NEVER],
  ['--comment', () => ALWAYS],
  ['-c', () => ALWAYS],
]);

function listOf({ values }: Option): readonly string[] {
  return values.flatMap((value) => value.split(','));
}

function addressCondition(axis: 'sources' | 'destinations', option: Option, family: Family): Condition {
  const ranges = listOf(option).map(readAddress);
  const known = ranges.flatMap((range) => (range?.family === family ? range : []));
  if (known.length !== ranges.length) return unsure(optionText(option));
  return addressed(axis, known, { negated: option.negated, families: [family] });
}

function readAddress(text: string): AddressRange | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return { family: address.family, first: address.value, last: address.value };
  return text.includes('/') ? parseCidr(text) : parseRange(text);
}

/** `22`, `8000:8010`, `:1023`, `1024:`. */
function readPort(text: string): PortRange | undefined {
  const [first, last = first, ...more] = text.split(':');
  if (more.length > 0 || text === ':') return undefined;
  return portRange(first === '' ? 0 : first, last === '' ? 65_535 : last);
}
