import type { Facts } from '../model/facts.ts';
import { FACTS, isFactName } from '../model/facts.ts';
import type { DetailValue } from '../model/detail-value.ts';
import type { Observation } from '../model/observation.ts';
import { protocolSeen } from '../model/service.ts';
import type { HostIdentity, Labels } from '../model/target.ts';
import { usualService } from '../model/usual-services.ts';

const FACT_NAMES = Object.keys(FACTS).filter(isFactName);

type MaybeFacts = { readonly [Fact in keyof Facts]?: DetailValue | null | undefined };

/**
 * What rules may know of one endpoint, but for where it was looked at from (`vantageFacts`). Whatever was not observed is absent: the state of an endpoint that could not be asked or that UDP leaves open,
 * an access of `unknown`, and every fact about a service of which only the port number speaks.
 */
export function factsOf(observation: Observation, identity: HostIdentity): Facts {
  const { address, port, transport, host, state, reason, access } = observation;
  // UDP silence is neither open nor not open, so that no rule may pass on it.
  const asked = state !== 'error' && state !== 'open|filtered';
  return onlyKnown({
    ...detailFacts(observation),
    address,
    port,
    transport,
    reason,
    state: asked ? state : undefined,
    open: asked ? state === 'open' : undefined,
    // Declared ports are TCP's.
    expected: transport === 'tcp' ? identity.labels.expectOpen?.includes(port) : undefined,
    access: access === 'unknown' ? undefined : access,
    'service.usual': usualService(port, transport),
    'udp.asked': transport === 'udp' ? usualService(port, 'udp') : undefined,
    ...serviceFacts(observation),
    ...tlsFacts(observation),
    'target.host': host,
    'target.listed': identity.listed,
    ...labelFacts(identity.labels, address),
  });
}

/** What the user says of a target. */
export function labelFacts({ id, zone, env, owner, tags }: Labels, address: string): Facts {
  return {
    'target.id': id ?? address,
    ...(zone !== undefined && { 'target.zone': zone }),
    ...(env !== undefined && { 'target.env': env }),
    ...(owner !== undefined && { 'target.owner': owner }),
    ...(tags !== undefined && { 'target.tags': tags }),
  };
}

/** Names with a prefix of their own protocol; the others are never taken from what a check adds. */
const RESERVED = /^(?:service|tls|target|vantage|reach|intent|waiver|control)\./;

function detailFacts({ details = {} }: Observation): MaybeFacts {
  return Object.fromEntries(
    Object.entries(details).filter(([name]) => isFactName(name) && name.includes('.') && !RESERVED.test(name)),
  );
}

function serviceFacts({ service }: Observation): MaybeFacts {
  if (service?.method !== 'probed') return {};
  return {
    'service.name': protocolSeen(service),
    'service.product': service.product,
    'service.version': service.version,
    'service.tls': service.tls,
  };
}

const DAY_MS = 86_400_000;

function tlsFacts({ tls, at }: Observation): MaybeFacts {
  if (tls === undefined) return {};
  // Counted at the observation and not now, so that a replay of the run gives the same.
  const daysLeft = tls.notAfter === null ? NaN : Math.floor((Date.parse(tls.notAfter) - Date.parse(at)) / DAY_MS);
  return {
    'tls.version': tls.version,
    'tls.versions': tls.versions?.unknown.length === 0 ? tls.versions.offered : undefined,
    'tls.versions_seen': tls.versions?.offered,
    'tls.cipher': tls.cipher,
    'tls.alpn': tls.alpn,
    'tls.issuer': tls.issuer,
    'tls.names': tls.fingerprint === null ? undefined : tls.names,
    'tls.key_type': tls.keyType,
    'tls.key_bits': tls.keyBits,
    'tls.signature': tls.signature,
    'tls.chain_fits': tls.fingerprint === null ? undefined : tls.chainComplete !== false,
    'tls.not_before': tls.notBefore,
    'tls.not_after': tls.notAfter,
    'tls.self_signed': tls.selfSigned,
    'tls.subject': tls.subject,
    'tls.days_left': Number.isNaN(daysLeft) ? undefined : daysLeft,
  };
}

function onlyKnown(facts: MaybeFacts): Facts {
  const known: { -readonly [Fact in keyof Facts]: Facts[Fact] } = {};
  for (const fact of FACT_NAMES) {
    const value = facts[fact];
    if (value !== undefined && value !== null) known[fact] = value;
  }
  return known;
}
