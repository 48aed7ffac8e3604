import { closest } from '../../model/closest.ts';
import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import { compareDeclared } from '../../declared/compare-declared.ts';
import type { Observed } from '../../declared/comparison.ts';
import type { Report, Vantage } from '../../model/report.ts';
import { NO_RESULT, resultOf } from '../../model/result-code.ts';
import type { LoadedDeclared } from '../load-declared.ts';
import { NOT_PLANNED } from './combine-codes.ts';
import type { Layer } from './layer.ts';

/** What each firewall configuration says, line by line, against what every vantage saw. */
export function declaredLines(
  firewalls: readonly LoadedDeclared[],
  vantages: readonly Vantage[],
  layers: readonly (Layer | null)[],
): Report['declared'] {
  const zones = vantages.flatMap(({ zone }) => zone ?? []);
  for (const { options } of firewalls) {
    for (const zone of options.from?.keys() ?? []) if (zone !== null) checkZone(zone, zones);
  }
  return firewalls.map(({ firewall, options }) => compareDeclared(firewall, observed(vantages, layers), options));
}

function checkZone(zone: string, zones: readonly string[]): void {
  if (zones.includes(zone)) return;
  const near = closest(zone, zones);
  throw new UsageError(`--declared-from names the zone ${printable(zone, 64)}, which no vantage looked from`, {
    hint: near === undefined ? `zones are ${zones.length === 0 ? 'none' : zones.join(', ')}` : `did you mean ${near}?`,
  });
}

function* observed(vantages: readonly Vantage[], layers: readonly (Layer | null)[]): Generator<Observed> {
  for (const layer of layers) {
    if (layer === null) continue;
    const { union, grids } = layer;
    for (const [at, { codes }] of grids.entries()) {
      const zone = vantages[at]?.zone ?? null;
      for (let index = 0; index < union.size; index++) {
        const code = codes[index] ?? NOT_PLANNED;
        if (code === NOT_PLANNED) continue;
        const seen = code === NO_RESULT ? ({ state: 'unknown' } as const) : resultOf(code);
        // A place that could not ask has seen nothing.
        const state = seen.state === 'error' ? 'unknown' : seen.state;
        yield { ...union.at(index), ...seen, state, zone, source: null };
      }
    }
  }
}
