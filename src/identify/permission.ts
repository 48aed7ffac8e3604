import { EFFECTS, type Effect } from '../model/effect.ts';
import type { Answer, Check } from './check.ts';

/** Which checks may send their questions. */
export interface Permission {
  readonly maxEffect: Effect;
  /** Whether controllers in plants and buildings may be questioned. */
  readonly ics: boolean;
}

/** What a run does where nobody said otherwise. */
export const USUAL_PERMISSION: Permission = { maxEffect: 'session', ics: false };

/** Whether a check may ask. One that may not still recognises what a peer says by itself, or in answer to another check. */
export function mayAsk(check: Check, { maxEffect, ics }: Permission): boolean {
  return EFFECTS.indexOf(check.effect) <= EFFECTS.indexOf(maxEffect) && (ics || check.group !== 'ics');
}

/** What is known of a peer that was recognised and may not be asked: its protocol, and nothing of access. */
export const NOT_ASKED: Answer = { product: null, version: null, confidence: 8, access: 'unknown', details: {} };
