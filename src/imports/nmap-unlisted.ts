import { printable } from '../model/printable.ts';
import { nmapResult } from './nmap-states.ts';
import { countPorts, holdsPort, parsePortRanges } from './port-ranges.ts';
import type { XmlElement } from './read-xml.ts';
import type { ScanDraft, SeenPort, UnlistedPorts } from './scan-draft.ts';

export interface ScannedRanges {
  readonly tcp: Uint16Array;
  readonly udp: Uint16Array;
}

interface Surroundings {
  readonly ports: readonly SeenPort[];
  readonly scanned: ScannedRanges | null;
  readonly at: string;
  readonly draft: ScanDraft;
}

/**
 * The ports behind `<extraports state="closed" count="997">`. Since 7.92 each reason lists its ports; before, they are all that were scanned and are not
 * listed, which holds only where there is one such element and the numbers agree. Where they cannot be told, nothing is said of them.
 */
export function unlistedPorts(extra: readonly XmlElement[], surroundings: Surroundings): readonly UnlistedPorts[] {
  const { draft } = surroundings;
  const reasons = extra.flatMap(({ children }) => children);
  if (reasons.length > 0 && reasons.every(({ attributes }) => attributes.ports !== undefined)) {
    return extra.flatMap(({ attributes, children }) =>
      children.flatMap((reason) => listedByReason(attributes.state ?? '', reason, surroundings) ?? []),
    );
  }
  const [only] = extra;
  if (only === undefined) return [];
  const found = extra.length === 1 ? allOthers(only, surroundings) : undefined;
  if (found === undefined) draft.warn('the file does not tell which ports of a host it calls closed or filtered');
  return found ?? [];
}

function listedByReason(
  state: string,
  { attributes }: XmlElement,
  { at, draft }: Surroundings,
): UnlistedPorts | undefined {
  const { proto, reason = '', ports = '' } = attributes;
  if (proto !== 'tcp' && proto !== 'udp') {
    draft.warn(`${printable(proto ?? '', 16)} is neither TCP nor UDP and left out`);
    return undefined;
  }
  const ranges = parsePortRanges(ports);
  if (ranges === undefined) {
    draft.warn('the file does not tell which ports of a host it calls closed or filtered');
    return undefined;
  }
  return { transport: proto, ranges, code: nmapResult(state, reason, proto), at };
}

function allOthers(element: XmlElement, { ports, scanned, at }: Surroundings): readonly UnlistedPorts[] | undefined {
  if (scanned === null) return undefined;
  const others = (['tcp', 'udp'] as const)
    .map((transport) => ({ transport, ranges: scanned[transport] }))
    .filter(({ ranges }) => ranges.length > 0);
  const listed = ports.filter(({ transport, port }) => holdsPort(scanned[transport], port)).length;
  const count = others.reduce((sum, { ranges }) => sum + countPorts(ranges), 0) - listed;
  if (String(count) !== element.attributes.count) return undefined;
  const reason = reasonOf(element);
  const state = element.attributes.state ?? '';
  return others.map((some) => ({ ...some, code: nmapResult(state, reason, some.transport), at }));
}

/** Of several reasons, which ports have which is not told; silence claims the least. */
function reasonOf({ children }: XmlElement): string {
  const reasons = children.map(({ attributes }) => attributes.reason ?? '');
  return reasons.find((reason) => reason.startsWith('no-response')) ?? reasons[0] ?? 'no-response';
}
