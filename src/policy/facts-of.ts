import type { Facts } from '../model/facts.ts';
import { isFactName } from '../model/facts.ts';
import type { DetailValue } from '../model/detail-value.ts';
import type { Observation } from '../model/observation.ts';
import { protocolSeen } from '../model/service.ts';
import type { HostIdentity, Labels } from '../model/target.ts';
import { usualService } from '../model/usual-services.ts';

/** Facts as they are put together; whoever asks a million times pays for every key. */
class FactSheet {
  readonly facts: { -readonly [Fact in keyof Facts]: Facts[Fact] } = {};

  /** What is not known is left out. */
  put(fact: keyof Facts, value: DetailValue | null | undefined): void {
    if (value !== undefined && value !== null) this.facts[fact] = value;
  }
}

/**
 * What rules may know of one endpoint, but for where it was looked at from (`vantageFacts`). Whatever was not observed is absent: the state of an endpoint
 * that could not be asked or that UDP leaves open, an access of `unknown`, and every fact about a service of which only the port number speaks.
 */
export function factsOf(observation: Observation, identity: HostIdentity): Facts {
  const { address, port, transport, host, state, reason, access } = observation;
  const sheet = new FactSheet();
  sheet.put('address', address);
  sheet.put('port', port);
  sheet.put('transport', transport);
  sheet.put('reason', reason);
  // UDP silence is neither open nor not open, so that no rule may pass on it.
  if (state !== 'error' && state !== 'open|filtered') {
    sheet.put('state', state);
    sheet.put('open', state === 'open');
  }
  // Declared ports are TCP's.
  if (transport === 'tcp') sheet.put('expected', identity.labels.expectOpen?.includes(port));
  if (access !== 'unknown') sheet.put('access', access);
  const usual = usualService(port, transport);
  sheet.put('service.usual', usual);
  if (transport === 'udp') sheet.put('udp.asked', usual);
  putDetails(sheet, observation);
  putService(sheet, observation);
  putTls(sheet, observation);
  sheet.put('target.host', host);
  sheet.put('target.listed', identity.listed);
  putLabels(sheet, identity.labels, address);
  return sheet.facts;
}

/** What the user says of a target. */
export function labelFacts(labels: Labels, address: string): Facts {
  const sheet = new FactSheet();
  putLabels(sheet, labels, address);
  return sheet.facts;
}

function putLabels(sheet: FactSheet, { id, zone, env, owner, tags }: Labels, address: string): void {
  sheet.put('target.id', id ?? address);
  sheet.put('target.zone', zone);
  sheet.put('target.env', env);
  sheet.put('target.owner', owner);
  sheet.put('target.tags', tags);
}

/** Names with a prefix of their own protocol; the others are never taken from what a check adds. */
const RESERVED = /^(?:service|tls|target|vantage|reach|intent|waiver|control)\./;

function putDetails(sheet: FactSheet, { details }: Observation): void {
  if (details === undefined) return;
  for (const [name, value] of Object.entries(details)) {
    if (isFactName(name) && name.includes('.') && !RESERVED.test(name)) sheet.put(name, value);
  }
}

function putService(sheet: FactSheet, { service }: Observation): void {
  if (service?.method !== 'probed') return;
  sheet.put('service.name', protocolSeen(service));
  sheet.put('service.product', service.product);
  sheet.put('service.version', service.version);
  sheet.put('service.tls', service.tls);
}

const DAY_MS = 86_400_000;

function putTls(sheet: FactSheet, { tls, at }: Observation): void {
  if (tls === undefined) return;
  sheet.put('tls.version', tls.version);
  sheet.put('tls.versions', tls.versions?.unknown.length === 0 ? tls.versions.offered : undefined);
  sheet.put('tls.versions_seen', tls.versions?.offered);
  sheet.put('tls.cipher', tls.cipher);
  sheet.put('tls.alpn', tls.alpn);
  sheet.put('tls.issuer', tls.issuer);
  if (tls.fingerprint !== null) {
    sheet.put('tls.names', tls.names);
    sheet.put('tls.chain_fits', tls.chainComplete !== false);
  }
  sheet.put('tls.key_type', tls.keyType);
  sheet.put('tls.key_bits', tls.keyBits);
  sheet.put('tls.signature', tls.signature);
  sheet.put('tls.not_before', tls.notBefore);
  sheet.put('tls.not_after', tls.notAfter);
  sheet.put('tls.self_signed', tls.selfSigned);
  sheet.put('tls.subject', tls.subject);
  // Counted at the observation and not now, so that a replay of the run gives the same.
  const daysLeft = tls.notAfter === null ? NaN : Math.floor((Date.parse(tls.notAfter) - Date.parse(at)) / DAY_MS);
  if (!Number.isNaN(daysLeft)) sheet.put('tls.days_left', daysLeft);
}
