import { mergeRanges } from '../../model/range-set.ts';
import { all, ALWAYS, unsure, within } from '../box.ts';
import type { Condition } from '../box.ts';
import { addressesAt, fromAddresses, ofProtocol, toPorts } from '../cloud/cloud-rule.ts';
import type { JsonPlace } from '../json-place.ts';
import { at, itemsOf, textAt, textOrNone, plainText } from '../json-place.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import type { Resource, Resources } from './resources.ts';

/** Lowest priority number first; of equal ones those that deny. */
const DEFAULT_PRIORITY = 1000;

/** Firewall rules of Google Cloud's networks: by priority, the first that matches decides, and nothing else is let in. */
export function addGoogle(resources: Resources, builder: ProgramBuilder): void {
  const rules = resources.all
    .filter(({ type, values }) => {
      const inbound = (at(values, 'direction').value ?? 'INGRESS') === 'INGRESS';
      return type === 'google_compute_firewall' && inbound && at(values, 'disabled').value !== true;
    })
    .map((rule) => ({ rule, priority: priorityOf(rule), denies: itemsOf(at(rule.values, 'deny')).length > 0 }))
    .toSorted((a, b) => a.priority - b.priority || Number(b.denies) - Number(a.denies));
  const networks = new Map<string, JsonPlace>();
  for (const { rule } of rules) {
    const network = networkOf(rule);
    if (!networks.has(network)) networks.set(network, rule.values);
    addRule(network, rule, builder);
  }
  for (const [network, { file }] of networks) {
    builder.addGate({
      at: `${file} network ${network}`,
      text: `${network}: deny everything else`,
      chain: network,
      hook: null,
      families: [4, 6],
      policy: 'deny',
      group: network,
    });
  }
}

function networkOf({ values }: Resource): string {
  return textOrNone(at(values, 'network')) ?? 'network';
}

function priorityOf({ values }: Resource): number {
  const { value } = at(values, 'priority');
  return typeof value === 'number' ? value : DEFAULT_PRIORITY;
}

const WHO = ['target_tags', 'target_service_accounts'];
const FROM = ['source_tags', 'source_service_accounts'];

function addRule(network: string, { values }: Resource, builder: ProgramBuilder): void {
  const listed = (keys: readonly string[]): readonly JsonPlace[] => keys.flatMap((key) => itemsOf(at(values, key)));
  const [ranges, named] = [listed(['source_ranges']), listed(FROM)];
  const targets = listed(WHO).map(textAt);
  const destinations = listed(['destination_ranges']).map(addressesAt);
  const shared = all([
    named.length > 0
      ? unsure(`from ${named.map(textAt).join(', ')}`)
      : ranges.length === 0
        ? ALWAYS
        : fromAddresses(ranges.map(addressesAt)),
    targets.length > 0 ? unsure(`hosts with ${targets.join(', ')}`) : ALWAYS,
    destinations.length > 0 ? within({ destinations: mergeRanges(destinations) }) : ALWAYS,
  ]);
  const from = [...ranges, ...named].map(({ value }) => plainText(value)).join(', ') || 'anywhere';
  const comment = textOrNone(at(values, 'description')) ?? textOrNone(at(values, 'name'));
  for (const action of ['deny', 'allow'] as const) {
    for (const block of itemsOf(at(values, action))) {
      const protocol = textAt(at(block, 'protocol'));
      const ports = itemsOf(at(block, 'ports'));
      const condition: Condition = all([ofProtocol(protocol, ['all']), toPorts(ports), shared]);
      const traffic = [protocol, ports.map(({ value }) => plainText(value)).join(', ')]
        .filter((part) => part !== '')
        .join(' ');
      const text = `${network}: ${action} ${traffic} from ${from}${targets.length === 0 ? '' : ` to ${targets.join(', ')}`}`;
      const rule = { at: `${block.file} ${block.path}`, text, comment, group: network };
      const verdict = action === 'allow' ? ({ to: 'allow' } as const) : ({ to: 'deny', answer: 'none' } as const);
      builder.addRule(network, rule, [{ condition, verdict }]);
    }
  }
}
