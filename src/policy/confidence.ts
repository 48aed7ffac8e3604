import type { FactName } from '../model/facts.ts';
import type { Observation } from '../model/observation.ts';
import type { Confidence } from '../model/report.ts';

/** A completed protocol exchange and a banner, on the scale of `Service.confidence`. */
const EXCHANGE = 10;
const BANNER = 8;

/**
 * How sure a finding is. It is tentative without an identified service, and also where a port number stands in for the product,
 * such as HTTP on 2375 for Docker.
 */
export function confidenceOf({ service }: Observation, deciding: ReadonlySet<FactName>): Confidence {
  if (service?.method !== 'probed') return 'tentative';
  if (deciding.has('port') || deciding.has('service.usual')) return 'tentative';
  if (service.confidence < BANNER) return 'tentative';
  // What a page calls itself is no more than a banner, however well HTTP was spoken.
  const selfStyled = deciding.has('http.title') || deciding.has('http.server');
  return service.confidence >= EXCHANGE && !selfStyled ? 'confirmed' : 'firm';
}
