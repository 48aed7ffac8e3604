import { UsageError } from '../model/errors.ts';
import type { Transport } from '../model/observation.ts';
import { isPort } from '../model/ports.ts';
import { printable } from '../model/printable.ts';
import { openCode } from '../model/result-code.ts';
import { fromEpoch } from './epoch.ts';
import { isHostName } from './host-name.ts';
import { bannerFacts, unescapeBanner } from './masscan-banner.ts';
import { hostScriptFacts } from './nmap-host-scripts.ts';
import { scriptFacts } from './nmap-scripts.ts';
import { serviceFacts } from './nmap-service.ts';
import { nmapResult } from './nmap-states.ts';
import type { ScannedRanges } from './nmap-unlisted.ts';
import { unlistedPorts } from './nmap-unlisted.ts';
import type { XmlElement } from './read-xml.ts';
import { joinFacts } from './merge-ports.ts';
import type { PortFacts, ScanDraft, SeenPort } from './scan-draft.ts';

export interface HostContext {
  readonly draft: ScanDraft;
  /** Ports of every host as the file gives them; null where it does not. */
  readonly scanned: ScannedRanges | null;
  /** For hosts without a time of their own. */
  readonly unknownTime: string;
  /** What was made of services so far. */
  readonly alike: Map<string, PortFacts | undefined>;
}

interface Place {
  readonly port: number;
  readonly transport: Transport;
}

/** What stands in one `<host>`, in the order of the file. */
export interface HostElements {
  readonly host: XmlElement;
  readonly parts: readonly XmlElement[];
  /** Whether its end was read: in half a host, ports may be listed in what is missing. */
  readonly whole: boolean;
}

/** Takes over one host of nmap or masscan. @throws UsageError for what neither writes */
export function addNmapHost({ host, parts, whole }: HostElements, context: HostContext): void {
  const { draft, scanned, unknownTime } = context;
  const address = addressOf(host, parts);
  const entry = draft.host(address, host.at);
  if (entry === undefined) {
    const found = JSON.stringify(printable(address, 48));
    throw new UsageError(`expected the IP address of the host, found ${found}`, { at: host.at });
  }
  for (const name of namesOf(parts)) draft.addName(entry, name);
  const known = entry.ports.length > 0 || entry.unlisted.length > 0;
  const at = fromEpoch(host.attributes.endtime) ?? fromEpoch(host.attributes.starttime) ?? unknownTime;
  const ports = parts.filter(({ name }) => name === 'port').flatMap((port) => seenPort(port, at, context) ?? []);
  const extra = parts.filter(({ name }) => name === 'extraports');
  const unlisted = whole ? unlistedPorts(extra, { ports, scanned, at, draft }) : [];
  entry.asked = known || ports.length > 0 || unlisted.length > 0 || (extra.length > 0 && whole);
  if (host.attributes.timedout === 'true') draft.warn('nmap gave up a host; its ports are not known');
  for (const port of ports) draft.add(entry, port, host.at);
  draft.addUnlisted(entry, unlisted);
  const scripts = parts.filter(({ name }) => name === 'hostscript').flatMap(({ children }) => children);
  for (const { port, facts } of hostScriptFacts(scripts)) {
    if (ports.some((seen) => seen.transport === 'tcp' && seen.port === port && seen.code === openCode('tcp'))) {
      draft.add(entry, { transport: 'tcp', port, code: openCode('tcp'), at, facts }, host.at);
    }
  }
}

/** The first that is no MAC address. */
function addressOf(host: XmlElement, parts: readonly XmlElement[]): string {
  const addresses = parts.filter(({ name, attributes }) => name === 'address' && attributes.addrtype !== 'mac');
  const [first] = addresses;
  if (first === undefined) throw new UsageError('expected a host with an <address>', { at: host.at });
  return first.attributes.addr ?? '';
}

/** nmap keeps what it was asked for as `user`; `PTR` is what a name server says of the address. */
function namesOf(parts: readonly XmlElement[]): readonly string[] {
  return parts
    .filter(({ name }) => name === 'hostnames')
    .flatMap(({ children }) => children)
    .filter(({ attributes }) => attributes.type === 'user')
    .map(({ attributes }) => (attributes.name ?? '').toLowerCase())
    .filter(isHostName);
}

function seenPort(element: XmlElement, at: string, context: HostContext): SeenPort | undefined {
  const { protocol = '', portid = '' } = element.attributes;
  if (protocol !== 'tcp' && protocol !== 'udp') {
    context.draft.warn(`${printable(protocol, 16)} is neither TCP nor UDP and left out`);
    return undefined;
  }
  const port = /^\d{1,5}$/.test(portid) ? Number(portid) : NaN;
  const state = element.children.find(({ name }) => name === 'state');
  if (port === 0) {
    context.draft.warn('port 0 is left out');
    return undefined;
  }
  if (!isPort(port) || state === undefined) {
    throw new UsageError('expected a port with portid="1" to "65535" and a <state>', { at: element.at });
  }
  const code = nmapResult(state.attributes.state ?? '', state.attributes.reason ?? '', protocol);
  const facts = code === openCode(protocol) ? factsOf(element, { port, transport: protocol }, context) : undefined;
  return { transport: protocol, port, code, at, ...(facts && { facts }) };
}

function factsOf(element: XmlElement, place: Place, { alike }: HostContext): PortFacts | undefined {
  const service = element.children.find(({ name }) => name === 'service')?.attributes;
  if (service?.banner !== undefined) return bannerFacts(service.name ?? '', unescapeBanner(service.banner));
  const seen = service && alikeFacts(service, place, alike);
  const scripts = element.children.filter(({ name }) => name === 'script');
  return scripts.length === 0 ? seen : joinFacts(seen, scriptFacts(scripts, seen?.service));
}

/** The same service on the same port is the same object: there may be a million of them. */
function alikeFacts(
  service: XmlElement['attributes'],
  place: Place,
  alike: Map<string, PortFacts | undefined>,
): PortFacts | undefined {
  const key = JSON.stringify([place.port, service]);
  if (alike.has(key)) return alike.get(key);
  if (alike.size === MOST_ALIKE) alike.clear();
  const facts = nmapServiceFacts(service, place);
  alike.set(key, facts);
  return facts;
}

const MOST_ALIKE = 10_000;

function nmapServiceFacts(service: XmlElement['attributes'], place: Place): PortFacts | undefined {
  return serviceFacts(
    {
      name: service.name ?? '',
      method: service.method,
      product: service.product,
      version: service.version,
      extra: service.extrainfo,
      tunnel: service.tunnel,
      confidence: Number(service.conf ?? 0) || 0,
    },
    place,
  );
}
