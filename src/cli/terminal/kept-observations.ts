import type { Observation, Transport } from '../../model/observation.ts';

/** Above this many ports in a state, a host's closed, filtered or unasked ports are only counted, as nmap does. */
export const FOLD_ABOVE = 25;

/**
 * Keeps of a run's observations what the port table may show: of each host and state the first few.
 * The table itself is made from the report; these add time and reason. Bounded for any number of ports.
 */
export class KeptObservations {
  readonly #byEndpoint = new Map<string, Observation>();
  readonly #counts = new Map<string, number>();

  add(observation: Observation): void {
    const group = `${observation.address} ${observation.transport} ${observation.state}`;
    const count = this.#counts.get(group) ?? 0;
    if (count > FOLD_ABOVE) return;
    this.#counts.set(group, count + 1);
    this.#byEndpoint.set(keyOf(observation.address, observation.port, observation.transport), observation);
  }

  find(address: string, port: number, transport: Transport): Observation | undefined {
    return this.#byEndpoint.get(keyOf(address, port, transport));
  }
}

function keyOf(address: string, port: number, transport: Transport): string {
  return `${address} ${port}/${transport}`;
}
