import type { EndpointState } from '../../../src/model/observation.ts';
import { formatPorts } from '../../../src/model/ports.ts';
import type { Finding, NotAssessed, Report, RuleResult, Vantage } from '../../../src/model/report.ts';
import { endpoint, sampleFinding, sampleHost, sampleReport } from '../../cli/sample-report.ts';

/** What a run saw of one endpoint and what the rule said there. */
export interface Observed {
  readonly state: Exclude<EndpointState, 'open|filtered'>;
  readonly verdict?: 'fail' | 'pass' | 'not_assessed';
  /** By vantage; all saw `state` where it is left out. */
  readonly seen?: Readonly<Record<string, Finding['seen'][number]['state']>>;
  readonly identified?: boolean;
}

export interface Run {
  readonly day: number;
  /** By `address port`. */
  readonly observed: Readonly<Record<string, Observed>>;
  readonly vantages?: readonly Partial<Vantage>[];
  readonly rule?: RuleResult['status'] | 'missing';
  readonly complete?: boolean;
  readonly changes?: Partial<Report>;
  readonly finding?: Partial<Finding>;
}

export const RULE: RuleResult = {
  id: 'core/db',
  pack: 'core',
  title: 'Database reachable',
  category: 'data-service-exposure',
  severity: 'high',
  level: 'endpoint',
  status: 'active',
  because: null,
  counts: { fail: 0, pass: 0, not_applicable: 0, not_assessed: 0, error: 0 },
};

/** The moment at which the run of a day began. */
export function dayOf(day: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day, 8)).toISOString();
}

/** 32 hex digits that stand for rule and endpoint, as a hash does. */
export function fingerprintAt(key: string, rule = RULE.id): string {
  const hex = Buffer.from(`${rule} ${key}`).toString('hex');
  return `exposure/v1:${hex.slice(-32).padStart(32, '0')}`;
}

/** A report as the program would make it of such a run. */
export function reportOf({ day, observed, rule = 'active', complete = true, ...run }: Run): Report {
  const base = sampleReport();
  const entries = Object.entries(observed).map(([key, what]) => {
    const [address = '', port = ''] = key.split(' ');
    return { key, address, port: Number(port), ...what };
  });
  const vantages = (run.vantages ?? [{}]).map((changes) => vantage(entries.length, complete, changes));
  const addresses = [...new Set(entries.map(({ address }) => address))];
  const portsIn = (address: string, state: string): string =>
    formatPorts(entries.filter((each) => each.address === address && each.state === state).map(({ port }) => port));
  const active = rule === 'active' || rule === 'overridden';
  const failing = entries.filter(({ verdict }) => active && verdict === 'fail');
  const unjudged = entries.filter(({ verdict }) => active && verdict === 'not_assessed');
  return {
    ...base,
    run: { ...base.run, id: `r${day}`, startedAt: dayOf(day), complete },
    coverage: { ...base.coverage, planned: entries.length },
    vantages,
    hosts: addresses.map((address) =>
      sampleHost({
        address,
        names: [],
        open: portsIn(address, 'open'),
        closed: portsIn(address, 'closed'),
        filtered: portsIn(address, 'filtered'),
        error: portsIn(address, 'error'),
      }),
    ),
    endpoints: entries
      .filter(({ state }) => state === 'open')
      .map(({ address, port, identified = true }) => {
        const { service: _, ...unknown } = endpoint(port, 'postgresql');
        return { ...(identified ? endpoint(port, 'postgresql') : unknown), address };
      }),
    findings: failing.map(({ key, address, port, seen, state }) =>
      sampleFinding({
        fingerprint: fingerprintAt(key),
        ruleId: RULE.id,
        severity: 'high',
        address,
        port,
        host: address,
        seen: vantages.map(({ id, zone }) => ({ vantage: id, zone, state: seen?.[id] ?? state, reason: 'syn-ack' })),
        ...run.finding,
      }),
    ),
    notAssessed: unjudged.map(({ address, port }): NotAssessed => ({
      reason: 'service not identified',
      missing: ['service.name'],
      rules: [RULE.id],
      worst: 'high',
      transport: 'tcp',
      endpoints: 1,
      hosts: [{ address, host: address, ports: String(port) }],
    })),
    rules: rule === 'missing' ? [] : [{ ...RULE, status: rule }],
    ...run.changes,
  };
}

function vantage(planned: number, complete: boolean, changes: Partial<Vantage>): Vantage {
  return {
    id: 'fra',
    zone: 'internet',
    run: 'r',
    tool: 'portreeve',
    startedAt: null,
    finishedAt: null,
    complete,
    endpoints: planned,
    states: { open: 0, closed: 0, filtered: 0, error: 0 },
    health: 'confirmed',
    controls: [],
    ...changes,
  };
}
