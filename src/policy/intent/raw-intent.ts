import type { Transport } from '../../model/observation.ts';
import type { Expectation } from './intent-matrix.ts';

// What `schemas/intent.v1.schema.json` lets through, before anything is looked up.

type Texts = string | readonly string[];

export interface RawZone {
  readonly vantages: readonly string[];
  readonly quorum?: number;
  readonly rejects_with?: 'rst' | 'icmp' | readonly ('rst' | 'icmp')[];
}

export interface RawGroup {
  readonly targets?: readonly string[];
  readonly tags_any?: readonly string[];
  readonly ids?: readonly string[];
  readonly env?: Texts;
  readonly zone?: Texts;
  readonly owner?: Texts;
}

export interface RawControl {
  readonly zone: string;
  readonly target: string;
  readonly port: number;
}

export interface RawRow {
  readonly from: string;
  readonly to: string;
  readonly ports: readonly (number | string)[];
  readonly transport?: Transport;
  readonly expect: Expectation;
  readonly service?: string;
  readonly auth?: 'required' | 'none';
  readonly reason?: string;
  readonly owner?: string;
  readonly ticket?: string;
  readonly expires?: string;
}

export interface RawIntent {
  readonly metadata: {
    readonly id: string;
    readonly title: string;
    readonly owner: string;
    readonly approved_by?: string;
    readonly approved?: string;
    readonly review_by?: string;
    readonly ticket?: string;
  };
  readonly zones: Readonly<Record<string, RawZone>>;
  readonly groups: Readonly<Record<string, RawGroup>>;
  readonly controls?: readonly RawControl[];
  readonly default: { readonly expect: Expectation; readonly scope?: 'audited-ports' };
  readonly matrix: readonly RawRow[];
}
