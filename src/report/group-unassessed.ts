import { formatPorts } from '../model/ports.ts';
import type { NotAssessed, UnassessedEndpoint } from '../model/report.ts';
import { SEVERITIES } from '../model/report.ts';
import { byEndpoint, compareText } from './by-endpoint.ts';
import { groupBy } from './view/group-by.ts';

/**
 * One entry for all endpoints of which the same rules could not be judged for the same reason: nearly every rule asks what the service is, so that
 * a host that accepts connections everywhere would else repeat some seventy rules for each of its ports.
 */
export function groupUnassessed(endpoints: readonly UnassessedEndpoint[]): readonly NotAssessed[] {
  const sorted = byEndpoint(endpoints.toSorted((a, b) => compareText(a.reason, b.reason)));
  const groups = groupBy(sorted, ({ transport, worst, reason, missing, rules }) =>
    [transport, worst, reason, ...missing, '', ...rules].join('\n'),
  );
  const entries = [...groups.values()].map((group) => entryOf(group));
  return SEVERITIES.flatMap((severity) => entries.filter(({ worst }) => worst === severity));
}

function entryOf(group: readonly [UnassessedEndpoint, ...UnassessedEndpoint[]]): NotAssessed {
  const [{ reason, missing, rules, worst, transport }] = group;
  const hosts = [...groupBy(group, ({ address }) => address).values()].map((endpoints) => {
    const [{ address, host }] = endpoints;
    return { address, host, ports: formatPorts(endpoints.map(({ port }) => port)) };
  });
  const endpoints = group.reduce((sum, { times = 1 }) => sum + times, 0);
  return { reason, missing, rules, worst, transport, endpoints, hosts };
}
