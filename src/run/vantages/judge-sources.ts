import { UsageError } from '../../model/errors.ts';
import type { Transport } from '../../model/observation.ts';
import { formatPorts } from '../../model/ports.ts';
import type { Report, Vantage } from '../../model/report.ts';
import { isAnswer, isSilence } from '../../model/result-code.ts';
import type { UdpRecord } from '../../model/run.ts';
import { controlsOf } from '../../policy/intent/intent-controls.ts';
import type { IntentMatrix } from '../../policy/intent/intent-matrix.ts';
import { createJudge } from '../../policy/judge.ts';
import { createTally } from '../../report/tally.ts';
import { createUdpTally } from '../../report/udp-tally.ts';
import { createIdentityIndex } from '../../targets/identity-index.ts';
import { createPlan } from '../../targets/plan.ts';
import { finishReport } from '../finish-report.ts';
import type { FinishOptions } from '../finish-report.ts';
import { sha256hex } from '../sha256.ts';
import { NOT_PLANNED } from './combine-codes.ts';
import { declaredLines } from './declared-lines.ts';
import { loadGrid } from './grid.ts';
import type { Grid } from './grid.ts';
import type { Layer } from './layer.ts';
import { createIntentCells } from './intent-cells.ts';
import { judgeGrids } from './judge-grids.ts';
import type { GridJudge } from './judge-grids.ts';
import { mergeCounters, mergeRuns, mergeScopes, mergeVantages } from './merge-descriptions.ts';
import { countStates } from './sightings.ts';
import type { Source } from './source.ts';
import { unionPlan } from './union-plan.ts';
import { distrust, healthAfter } from './vantage-health.ts';
import { zoneIn, zonesOf } from './zones.ts';

/** A vantage and all that was seen from it. */
interface Place {
  readonly vantage: Vantage;
  readonly sources: readonly Source[];
}

/**
 * Judges what several vantages saw, together: one endpoint once, whoever looked at it. Also one vantage where an intent matrix speaks of it.
 * @throws UsageError where runs contradict each other or the matrix, and for what cannot be read
 */
export async function judgeSources(sources: readonly Source[], options: FinishOptions): Promise<Report> {
  const { intent, policy, declared } = options.policy;
  const matrix = intent?.matrix ?? null;
  const places = placesOf(sources, matrix);
  const layers = { tcp: await loadLayer(places, sources, 'tcp'), udp: await loadLayer(places, sources, 'udp') };
  const vantages = places.map(({ vantage }, at) => judgedVantage(vantage, layers, at, matrix));
  const zones = zonesOf(vantages, matrix);
  const looked = zones.map(({ name }) => name).filter((name) => vantages.some(({ zone }) => zone === name));
  const judge = createJudge(policy, { zones, vantages, sha256hex });
  const today = options.now.toISOString().slice(0, 10);
  const cells = intent === null ? null : createIntentCells(intent, { judge, zones: looked, today });
  const take: GridJudge['take'] = (subject, alike) => {
    judge.judge(subject);
    cells?.take(subject, alike);
  };
  const kindOf: GridJudge['kindOf'] = (union, index) => cells?.kindOf(union, index) ?? '';

  const tally = createTally(layers.tcp?.union ?? EMPTY);
  for (const [address, echo] of echoesOf(sources)) tally.observeEcho(address, echo);
  if (layers.tcp !== null) await judgeGrids(layers.tcp.union, layers.tcp.grids, { take, kindOf, tally });
  const udpTally = layers.udp && createUdpTally(layers.udp.union);
  if (layers.udp !== null && udpTally !== null) {
    await judgeGrids(layers.udp.union, layers.udp.grids, { take, kindOf, tally: udpTally });
  }
  const tallied = tally.result();
  const udp = udpTally?.result();
  const run = mergeRuns(sources);
  return finishReport(
    {
      judge,
      toolVersion: sources[0]?.toolVersion ?? '',
      run,
      scope: mergeScopes(sources, layers.tcp?.union ?? layers.udp?.union ?? EMPTY, plannedIn(layers.tcp)),
      vantages,
      counters: mergeCounters(sources),
      tally: tallied,
      ...(udp &&
        layers.udp && {
          udp: { ...udp, ...describeUdp(layers.udp, sources), notProbed: udp.notProbed - unplannedIn(layers.udp) },
        }),
      declared: declaredLines(declared, vantages, [layers.tcp, layers.udp]),
      ...(cells && { intent: (findings) => cells.finish(findings) }),
      coverage: {
        // A file that does not tell its end says so in its notes; only our own runs are known to be interrupted.
        complete: sources.every(({ about }) => about.complete || about.tool !== 'portreeve'),
        notProbed: missingIn(layers.tcp) + missingIn(layers.udp),
        errors: tallied.states.error + (udp?.states.error ?? 0),
        deaf: deafVantages(places, layers),
        notes: [...new Set(sources.flatMap(({ notes }) => notes))],
        unseenZones: zones.map(({ name }) => name).filter((name) => !looked.includes(name)),
      },
    },
    options,
  );
}

const EMPTY = createPlan({ ranges: [], ports: [], identities: createIdentityIndex([]) });

type Layers = Readonly<Record<Transport, Layer | null>>;

/** Sources of one vantage are parts of the same work. @throws UsageError where two of them name different zones */
function placesOf(sources: readonly Source[], matrix: IntentMatrix | null): readonly Place[] {
  const byId = new Map<string, Source[]>();
  for (const source of sources) byId.set(source.about.id, [...(byId.get(source.about.id) ?? []), source]);
  return [...byId.values()].flatMap((parts) => {
    const [first] = parts;
    if (first === undefined) return [];
    const other = parts.find(({ about }) => about.zone !== first.about.zone);
    if (other !== undefined) {
      throw new UsageError(
        `${first.name} and ${other.name} are both from the vantage ${first.about.id}, but not from the same zone`,
      );
    }
    const vantage = mergeVantages(parts.map(({ about }) => about));
    return [{ sources: parts, vantage: matrix === null ? vantage : { ...vantage, zone: zoneIn(matrix, vantage) } }];
  });
}

async function loadLayer(
  places: readonly Place[],
  sources: readonly Source[],
  transport: Transport,
): Promise<Layer | null> {
  const union = unionPlan(sources, transport, places.length);
  if (union === null) return null;
  const grids: Grid[] = [];
  for (const { vantage, sources: parts } of places) grids.push(await loadGrid(union, vantage, parts, transport));
  return { union, grids };
}

/** A vantage with its health, which its silence is measured by. */
function judgedVantage(vantage: Vantage, layers: Layers, at: number, matrix: IntentMatrix | null): Vantage {
  const grid = layers.tcp?.grids[at];
  const controls = matrix === null ? [] : controlsOf(matrix, vantage.id);
  const judged = healthAfter(vantage, controls, layers.tcp?.union ?? null, grid);
  for (const layer of [layers.tcp, layers.udp]) {
    const codes = layer?.grids[at]?.codes;
    if (codes !== undefined) distrust(judged, codes);
  }
  return { ...judged, states: countStates(grid?.codes ?? new Uint8Array()) };
}

function echoesOf(sources: readonly Source[]): ReadonlyMap<string, 'answered' | 'silent' | 'not-asked'> {
  const all = sources.flatMap(({ echo }) => Object.entries(echo));
  const answered = all.filter(([, echo]) => echo === 'answered');
  return new Map([...all, ...answered]);
}

function plannedIn(layer: Layer | null): number {
  if (layer === null) return 0;
  const { union, grids } = layer;
  let planned = 0;
  for (let index = 0; index < union.size; index++) {
    if (grids.some(({ codes }) => codes[index] !== NOT_PLANNED)) planned++;
  }
  return planned;
}

/** Hosts and ports of the union that nobody was to look at. */
function unplannedIn(layer: Layer): number {
  return layer.union.size - plannedIn(layer);
}

function missingIn(layer: Layer | null): number {
  return (layer?.grids ?? []).reduce((total, { missing }) => total + missing, 0);
}

function describeUdp(layer: Layer, sources: readonly Source[]): UdpRecord {
  const asked = sources.flatMap(({ udp }) => udp ?? []);
  return {
    ports: formatPorts(layer.union.ports),
    endpoints: plannedIn(layer),
    datagramsSent: sum(asked.map(({ datagramsSent }) => datagramsSent)),
    seconds: sum(asked.map(({ seconds }) => seconds)),
  };
}

/** Not known where one of them is not. */
function sum(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

/** Vantages that heard nothing but silence. */
function deafVantages(places: readonly Place[], layers: Layers): readonly string[] {
  const deaf = places.filter(({ sources }, at) => {
    if (sources.some(({ echo }) => Object.values(echo).includes('answered'))) return false;
    const codes = [layers.tcp, layers.udp].flatMap((layer) => layer?.grids[at]?.codes ?? []);
    const answered = codes.some((each) => each.some((code) => code !== NOT_PLANNED && isAnswer(code)));
    return !answered && codes.some((each) => each.some((code) => code !== NOT_PLANNED && isSilence(code)));
  });
  return deaf.map(({ vantage }) => (places.length === 1 ? 'this vantage' : vantage.id));
}
