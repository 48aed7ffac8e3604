import type { FactName } from '../model/facts.ts';
import type { Observation } from '../model/observation.ts';

/** Facts that nobody observes: the user declares them. */
const DECLARED: Partial<Record<FactName, string>> = {
  expected: 'no ports are declared for the target',
  'target.zone': 'the target has no zone label',
  'target.env': 'the target has no env label',
  'target.owner': 'the target has no owner label',
  'target.tags': 'the target has no tags',
  'vantage.zone': 'the vantage has no zone',
};

/** Why rules could not be judged, in words for people. */
export function missingReason({ state, reason, service }: Observation, missing: readonly FactName[]): string {
  if (reason === 'undecided' && missing.includes('open')) return 'the scan did not tell open from closed';
  if (state === 'error' && missing.includes('open')) return `this machine could not ask (${reason})`;
  if (state === 'open|filtered' && missing.includes('open')) return 'UDP gave no answer: open or filtered';
  // Without a service every fact about it is missing too; one reason is enough.
  const unidentified = missing.includes('service.name');
  const declared = missing.flatMap((fact) => DECLARED[fact] ?? []);
  const observed = missing.filter(
    (fact) => DECLARED[fact] === undefined && fact !== 'service.name' && fact !== 'access',
  );
  const reasons = [
    ...(unidentified ? [whyUnidentified(service)] : []),
    ...(missing.includes('access') && !unidentified ? ['access without credentials not determined'] : []),
    ...(observed.length > 0 && !unidentified ? [`not observed: ${observed.join(', ')}`] : []),
    ...declared,
  ];
  return reasons.join('; ');
}

function whyUnidentified(service: Observation['service']): string {
  if (service?.method !== 'probed') return 'service not identified';
  return service.foreign === true
    ? 'the scan does not tell which application it is'
    : 'service inside TLS not identified';
}
