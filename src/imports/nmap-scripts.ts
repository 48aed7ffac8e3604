import type { Service } from '../model/service.ts';
import type { XmlElement } from './read-xml.ts';
import type { PortFacts } from './scan-draft.ts';

/** placeholder until the readers exist */
export function scriptFacts(_scripts: readonly XmlElement[], _service: Service | undefined): PortFacts | undefined {
  return undefined;
}
