import type { EndpointState, Reason, Transport } from '../model/observation.ts';
import type { DeclaredKind } from './firewall.ts';

/** What was seen of one endpoint from one place. */
export interface Observed {
  readonly address: string;
  readonly port: number;
  readonly transport: Transport;
  /** `unknown` where nothing was. */
  readonly state: EndpointState | 'unknown';
  /** Tells a reset from a refusal that may have been an ICMP error. */
  readonly reason?: Reason;
  /** Of the place that asked. */
  readonly zone: string | null;
  /** The address that the probes came from, as that place knows it. */
  readonly source: string | null;
}

/** An open endpoint that no rule allows. */
export interface Undeclared {
  readonly zone: string | null;
  readonly address: string;
  readonly port: number;
  readonly transport: Transport;
}

/** What a line declares against what was seen. */
export interface LineResult {
  readonly at: string;
  readonly text: string;
  readonly action: 'allow' | 'deny';
  readonly status: 'confirmed' | 'contradicted' | 'not-observed' | 'not-compared';
  /** Endpoints that the status rests on: all that were compared, or all that could not be. */
  readonly endpoints: number;
  readonly because: string;
}

/** An item of `Report['declared']`. */
export interface DeclaredComparison {
  readonly source: { readonly kind: DeclaredKind; readonly path: string; readonly sha256: string };
  readonly lines: LineResult[];
  readonly undeclared: Undeclared[];
  readonly undeclaredOmitted: number;
  /** What of the configuration could not be read. */
  readonly warnings: readonly string[];
}
