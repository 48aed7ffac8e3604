import type { Effect } from '../model/effect.ts';
import type {
  Control,
  DeclaredRequest,
  EngineChoice,
  FailOn,
  IdentifyMode,
  PlanPart,
  PolicyRequest,
  ReportFormat,
} from '../model/request.ts';

/**
 * Everything that can be configured, flat. The file, the environment and the flags each give some of it (see `PartialSettings`);
 * units are in the names, null means "no limit" for rates and "none" elsewhere.
 */
export interface Settings {
  readonly targets: readonly string[];
  readonly exclude: readonly string[];
  readonly excludeFiles: readonly string[];
  readonly ports: string;
  readonly scope: string | null;
  readonly authorizedBy: string | null;
  readonly engine: EngineChoice;
  readonly rate: number | null;
  readonly hostRate: number | null;
  readonly concurrency: number | null;
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly seed: string | null;
  readonly shard: PlanPart | null;
  readonly controls: readonly Control[];
  /** Whether UDP is asked. */
  readonly udp: boolean;
  /** Giving ports asks UDP, too. */
  readonly udpPorts: string | null;
  readonly snmpPublic: boolean;
  readonly identify: IdentifyMode;
  readonly identifyConcurrency: number;
  readonly deadlineMs: number;
  readonly ics: boolean;
  readonly maxEffect: Effect;
  readonly packs: readonly string[];
  /** Packs beside those of the presets; `packs` wins over both. */
  readonly morePacks: readonly string[];
  /** Names of presets that come with Portreeve, later ones stronger. */
  readonly presets: readonly string[];
  readonly rulesLock: string | null;
  readonly overrides: PolicyRequest['overrides'];
  readonly intent: string | null;
  readonly declared: readonly string[];
  readonly declaredFrom: readonly string[];
  readonly declaredHook: DeclaredRequest['hook'];
  readonly declaredInterfaces: readonly string[];
  readonly declaredGroups: readonly string[];
  readonly declaredMembers: readonly string[];
  readonly waivers: readonly string[];
  readonly strictWaivers: boolean;
  readonly baseline: string | null;
  readonly failOnNew: boolean;
  readonly asOf: string | null;
  readonly failOn: FailOn;
  readonly maxNotAssessed: number;
  readonly vantage: string;
  readonly zone: string | null;
  readonly directory: string | null;
  readonly formats: readonly ReportFormat[];
}

/** What one source says; what is absent is left to the source below. */
export type PartialSettings = Partial<Settings>;

/** The same values stand as `default` in schemas/config.v1.schema.json; a test compares them. */
export const DEFAULTS: Settings = {
  targets: [],
  exclude: [],
  excludeFiles: [],
  ports: 'default',
  scope: null,
  authorizedBy: null,
  engine: 'auto',
  rate: 5000,
  hostRate: 50,
  concurrency: null,
  // Above one second, so that the answer to the kernel's first SYN retransmission (RFC 6298: 1 s) is still heard.
  timeoutMs: 1500,
  // At 5 % loss each way, eight probes leave one answering port in a hundred million unheard. Most silent ports get two: see `SweepRequest.attempts`.
  attempts: 8,
  seed: null,
  shard: null,
  controls: [],
  udp: false,
  udpPorts: null,
  snmpPublic: false,
  identify: 'all',
  identifyConcurrency: 4000,
  deadlineMs: 6000,
  ics: false,
  maxEffect: 'session',
  packs: [],
  morePacks: [],
  presets: [],
  rulesLock: null,
  overrides: {},
  intent: null,
  declared: [],
  declaredFrom: [],
  declaredHook: 'auto',
  declaredInterfaces: [],
  declaredGroups: [],
  declaredMembers: [],
  waivers: [],
  strictWaivers: false,
  baseline: null,
  failOnNew: false,
  asOf: null,
  failOn: 'high',
  maxNotAssessed: 0.05,
  vantage: 'local',
  zone: null,
  directory: null,
  formats: ['html', 'json'],
};
