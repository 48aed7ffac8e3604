import type { FactName } from '../model/facts.ts';
import type { Observation } from '../model/observation.ts';
import type { Confidence } from '../model/report.ts';

/** A completed protocol exchange and a banner, on the scale of `Service.confidence`. */
const EXCHANGE = 10;
const BANNER = 8;

/** What is known of an endpoint without asking what answers there; labels are declared, and `open` is what the probe saw. How it deviates from what was approved may depend on the service. */
const WITHOUT_SERVICE =
  /^(?:address|transport|udp\.asked|state|reason|open|expected|exposure|control\.expect|intent\.(?!deviation$).*|(?:target|vantage|reach|waiver)\..*)$/;

/** Whether a rule that asks for a service was decided by the port number instead. */
export function isByPortNumber(deciding: ReadonlySet<FactName>): boolean {
  return deciding.has('service.usual') || (deciding.has('port') && deciding.has('service.name'));
}

/**
 * How sure a finding is. What the probe itself saw is confirmed, and firm where it saw nothing: more attempts may see more. Else it is tentative without an identified service, and also where a port number stands in for the product,
 * such as HTTP on 2375 for Docker.
 */
export function confidenceOf({ reason, service }: Observation, deciding: ReadonlySet<FactName>): Confidence {
  if ([...deciding].every((fact) => WITHOUT_SERVICE.test(fact))) return reason === 'no-response' ? 'firm' : 'confirmed';
  if (service?.method !== 'probed') return 'tentative';
  if (deciding.has('port') || deciding.has('service.usual')) return 'tentative';
  if (service.confidence < BANNER) return 'tentative';
  // What a page calls itself is no more than a banner, however well HTTP was spoken.
  const selfStyled = deciding.has('http.title') || deciding.has('http.server');
  return service.confidence >= EXCHANGE && !selfStyled ? 'confirmed' : 'firm';
}
