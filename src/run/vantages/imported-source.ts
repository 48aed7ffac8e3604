import { basename } from 'node:path';
import { importScan } from '../../imports/import-scan.ts';
import type { ImportedScan } from '../../imports/imported-scan.ts';
import { planOfScan } from '../../imports/plan-of-scan.ts';
import { parseAddress } from '../../model/address.ts';
import { createIndexSet } from '../../model/index-set.ts';
import type { Observation, Transport } from '../../model/observation.ts';
import type { Plan } from '../../model/plan.ts';
import { formatPorts } from '../../model/ports.ts';
import { mergeRanges } from '../../model/range-set.ts';
import { codeOf } from '../../model/result-code.ts';
import type { Target } from '../../model/target.ts';
import { packageVersion } from '../../package-files.ts';
import { createIdentityIndex } from '../../targets/identity-index.ts';
import { createPlan } from '../../targets/plan.ts';
import { readScanFile } from './read-scan-file.ts';
import type { Source, SourcePlan, SourceResult } from './source.ts';

/**
 * The file of another scanner as a source. What it does not tell is not known: nothing that it leaves out was seen to be closed.
 * @param zone where the scan started, null for anywhere
 * @throws UsageError for what is no such file
 */
export async function importedSource(path: string, zone: string | null): Promise<Source> {
  const vantage = {
    id: basename(path)
      .replace(/\.[^.]+$/, '')
      .slice(0, 64),
    zone,
  };
  const { scan, sha256, at } = await readScanFile(path, (file, bytes, modified) =>
    importScan(file, bytes, { vantage: vantage.id, at: modified }),
  );
  const targets = scan.hosts.map(({ address, names }): Target => ({
    text: names[0] ?? address,
    ranges: rangesOf(address),
    labels: {},
    ...(names[0] !== undefined && { name: names[0] }),
  }));
  const plans = { tcp: sourcePlan(scan, targets, 'tcp'), udp: sourcePlan(scan, targets, 'udp') };
  const states = { open: 0, closed: 0, filtered: 0, error: 0 };
  const planned = (plans.tcp?.planned ?? 0) + (plans.udp?.planned ?? 0);
  const { tool, toolVersion, startedAt, finishedAt, complete } = scan;
  return {
    name: path,
    toolVersion: await packageVersion(),
    about: {
      ...vantage,
      run: path,
      tool,
      startedAt,
      finishedAt,
      complete,
      endpoints: planned,
      states,
      health: 'no-control',
      controls: [],
    },
    run: {
      id: basename(path),
      startedAt: startedAt ?? at,
      finishedAt,
      complete,
      seed: '',
      engine: toolVersion === null ? tool : `${tool} ${toolVersion}`,
      identify: 'unknown',
      vantage,
      configSha256: sha256,
      inputs: [{ kind: 'scan', path, sha256 }],
      authorization: { by: null, ticket: null, validUntil: null, source: null },
    },
    scope: {
      targets: targets.map(({ text }) => ({ text, addresses: 1, labels: {} })),
      targetsOmitted: 0,
      exclusions: [],
      ports: formatPorts(plans.tcp?.plan.ports ?? []),
      shard: null,
      hosts: scan.hosts.length,
      endpoints: plans.tcp?.planned ?? 0,
    },
    targets,
    counters: null,
    udp: plans.udp && { datagramsSent: null, seconds: null },
    echo: {},
    notes: notesOn(path, scan),
    planOf: (transport) => plans[transport],
  };
}

function rangesOf(text: string): Target['ranges'] {
  const address = parseAddress(text);
  return address === undefined ? [] : [{ family: address.family, first: address.value, last: address.value }];
}

/** What keeps the file from telling everything. */
function notesOn(path: string, { tool, complete, hostsOmitted, ports, warnings }: ImportedScan): readonly string[] {
  return [
    ...warnings,
    ...(complete ? [] : [`${path} does not say that the scan came to its end.`]),
    ...(hostsOmitted > 0
      ? [`${path} counts hosts that ${tool} took for down without naming them: ${hostsOmitted}.`]
      : []),
    ...(ports === null ? [`${path} does not say which ports were asked: whatever it does not list is not known.`] : []),
  ];
}

function sourcePlan(scan: ImportedScan, targets: readonly Target[], transport: Transport): SourcePlan | null {
  const ofTransport = function* (): Generator<Observation> {
    for (const observation of scan.observations) if (observation.transport === transport) yield observation;
  };
  const asked = planOfScan(scan);
  const ports = asked.kind === 'grid' ? expand(asked[transport]) : listedPorts(ofTransport());
  if (ports.length === 0) return null;
  const plan = createPlan({
    ranges: mergeRanges(targets.flatMap(({ ranges }) => ranges)),
    ports,
    identities: createIdentityIndex(targets),
    transport,
  });
  const listed = createIndexSet();
  if (asked.kind === 'listed') for (const { address, port } of ofTransport()) listed.add(plan.indexOf(address, port));
  return {
    plan,
    isPlanned: asked.kind === 'grid' ? () => true : (index) => listed.has(index),
    planned: asked.kind === 'grid' ? plan.size : listed.size,
    async *results(): AsyncGenerator<Iterable<SourceResult>> {
      yield resultsIn(plan, ofTransport());
    },
    async *observations(): AsyncGenerator<Iterable<Observation>> {
      yield openOnes(ofTransport());
    },
  };
}

function* resultsIn(plan: Plan, observations: Iterable<Observation>): Generator<SourceResult> {
  for (const observation of observations) {
    const result = { index: plan.indexOf(observation.address, observation.port), code: codeOf(observation.reason) };
    yield observation.state === 'open' ? { ...result, observation } : result;
  }
}

/** A bare state is known by its code; these are for what was learnt beyond it. */
function* openOnes(observations: Iterable<Observation>): Generator<Observation> {
  for (const observation of observations) if (observation.state === 'open') yield observation;
}

function expand(pairs: Uint16Array): readonly number[] {
  const ports: number[] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    for (let port = pairs[at] ?? 0; port <= (pairs[at + 1] ?? 0); port++) ports.push(port);
  }
  return ports;
}

function listedPorts(observations: Iterable<Observation>): readonly number[] {
  const ports = new Set<number>();
  for (const { port } of observations) ports.add(port);
  return [...ports].sort((a, b) => a - b);
}
