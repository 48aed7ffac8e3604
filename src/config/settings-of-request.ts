import type { AuditRequest } from '../model/request.ts';
import type { Settings } from './settings.ts';

/** What a policy may leave out. */
const UNSAID = {
  intent: null,
  waivers: [],
  strictWaivers: false,
  baseline: null,
  failOnNew: false,
  asOf: null,
} as const;

/** The settings that a request was made from, so that options can be laid over those of an earlier run. */
export function settingsOfRequest({ target, sweep, udp, identify, policy, vantage, output }: AuditRequest): Settings {
  const { declared, ...judged } = { ...UNSAID, ...policy };
  return {
    ...target,
    ...sweep,
    udp: udp !== undefined,
    udpPorts: udp?.ports ?? null,
    snmpPublic: udp?.snmpPublic ?? false,
    identify: identify.mode,
    identifyConcurrency: identify.concurrency,
    deadlineMs: identify.deadlineMs,
    ics: identify.ics,
    maxEffect: identify.maxEffect,
    ...judged,
    declared: declared?.files ?? [],
    declaredFrom: declared?.from ?? [],
    declaredHook: declared?.hook ?? 'auto',
    declaredInterfaces: declared?.interfaces ?? [],
    declaredGroups: declared?.groups ?? [],
    declaredMembers: declared?.members ?? [],
    // Presets are resolved in what was recorded.
    presets: [],
    morePacks: [],
    rulesLock: policy.rulesLock ?? null,
    vantage: vantage.id,
    zone: vantage.zone,
    ...output,
  };
}
