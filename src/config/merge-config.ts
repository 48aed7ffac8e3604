import { UsageError } from '../model/errors.ts';
import { declaredRequest } from './declared-request.ts';
import type { AuditRequest, PolicyRequest, UdpRequest } from '../model/request.ts';
import { readEnvironment, type Environment } from './read-environment.ts';
import type { Preset } from './read-preset.ts';
import { DEFAULTS, type PartialSettings, type PresetName, type Settings } from './settings.ts';

/** Where settings come from, strongest last; `file` is what `readConfigFile` gave. */
export interface ConfigSources {
  readonly file?: PartialSettings | undefined;
  readonly environment: Environment;
  readonly flags: PartialSettings;
  /** Those that `presetsOf` names, in that order. */
  readonly presets?: readonly Preset[];
}

/**
 * Flags win over the environment, the environment over the file, the file over presets, those over the defaults. Changes of rules are put together,
 * rule by rule. @throws UsageError
 */
export function mergeConfig(sources: ConfigSources): AuditRequest {
  const { presets = [] } = sources;
  const layers = [...presets.map(({ settings }) => settings), ...ownLayers(sources)];
  const merged: Settings = layers.reduce<Settings>((lower, higher) => ({ ...lower, ...higher }), DEFAULTS);
  const overrides = Object.assign({}, ...layers.map((layer) => layer.overrides ?? {}));
  return toRequest({ ...merged, overrides, packs: packsOf(merged, presets), hostRate: mergeHostRate(layers) });
}

/** The names of the presets that the strongest source asks for. @throws UsageError */
export function presetsOf(sources: ConfigSources): readonly PresetName[] {
  return ownLayers(sources).reduce<readonly PresetName[]>((names, { presets }) => presets ?? names, []);
}

function ownLayers({ file, environment, flags }: ConfigSources): readonly PartialSettings[] {
  return [file ?? {}, readEnvironment(environment), flags];
}

/** Names all packs that come with Portreeve. */
const ALL_PACKS = 'pack:all';

/** Packs that are asked for by themselves win; else those of all presets and those beside them. */
function packsOf({ packs, morePacks }: Settings, presets: readonly Preset[]): readonly string[] {
  if (packs.length > 0) return packs;
  const all = presets.some((preset) => preset.packs === 'all');
  const named = presets.flatMap((preset) => (preset.packs === 'all' ? [] : preset.packs));
  const chosen = all ? [ALL_PACKS] : named;
  // No name at all means all packs that come with Portreeve.
  return all && morePacks.length === 0 ? [] : [...new Set([...chosen, ...morePacks])];
}

/** `rate: max` lifts the limit per host as well, unless the same source or a stronger one gives a limit per host. */
function mergeHostRate(layers: readonly PartialSettings[]): number | null {
  let hostRate = DEFAULTS.hostRate;
  let lifted = false;
  for (const layer of layers) {
    if (layer.rate !== undefined) lifted = layer.rate === null;
    if (layer.hostRate === undefined) continue;
    hostRate = layer.hostRate;
    lifted = false;
  }
  return lifted ? null : hostRate;
}

/** The default ports leave controllers out; whoever asks for them means their ports as well. */
function withIndustrial(ports: string, ics: boolean): string {
  return ics && ports === DEFAULTS.ports ? `${ports},ics` : ports;
}

function toRequest(settings: Settings): AuditRequest {
  const { targets, exclude, excludeFiles, ports, scope, authorizedBy } = settings;
  const { engine, rate, hostRate, concurrency, timeoutMs, attempts, seed, shard, controls } = settings;
  const udp = udpRequest(settings);
  return {
    target: { targets, exclude, excludeFiles, ports: withIndustrial(ports, settings.ics), scope, authorizedBy },
    sweep: { engine, rate, hostRate, concurrency, timeoutMs, attempts, seed, shard, controls },
    ...(udp && { udp }),
    identify: {
      mode: settings.identify,
      concurrency: settings.identifyConcurrency,
      deadlineMs: settings.deadlineMs,
      ics: settings.ics,
      maxEffect: settings.maxEffect,
    },
    policy: policyRequest(settings),
    vantage: { id: settings.vantage, zone: settings.zone },
    output: { directory: settings.directory, formats: [...new Set(settings.formats)] },
    resume: null,
  };
}

function policyRequest(settings: Settings): PolicyRequest {
  const { packs, overrides, rulesLock, intent, waivers, strictWaivers, baseline, failOnNew, asOf } = settings;
  const { failOn, maxNotAssessed } = settings;
  if (failOnNew && baseline === null) {
    throw new UsageError('only what is new is to fail, but there is no baseline', {
      hint: 'name an earlier run with --baseline',
    });
  }
  const declared = declaredRequest(settings);
  const files = {
    ...(declared && { declared }),
    ...(rulesLock !== null && { rulesLock }),
    intent,
    waivers: [...new Set(waivers)],
    baseline,
  };
  return { packs, overrides, ...files, strictWaivers, failOnNew, asOf, failOn, maxNotAssessed };
}

function udpRequest({ udp, udpPorts, snmpPublic }: Settings): UdpRequest | undefined {
  if (udp || udpPorts !== null) return { ports: udpPorts ?? 'default', snmpPublic };
  if (!snmpPublic) return undefined;
  throw new UsageError('SNMP is to be asked with the community public, but UDP is not asked', { hint: 'add --udp' });
}
