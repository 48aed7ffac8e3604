import { NO_RESULT, codeOf } from '../model/result-code.ts';
import type { Gate } from '../net/gate.ts';
import { knock } from '../net/knock.ts';

/** A port that must be open from here: where it is not, silence says nothing about the targets. */
export interface PositiveControl {
  readonly address: string;
  readonly port: number;
}

const TRIES = 3;
const SILENT = codeOf('no-response');
const UNHEALTHY = codeOf('vantage-unhealthy');

/** The controls that do not accept a connection, each asked up to three times. */
export async function failingControls(
  gate: Gate,
  controls: readonly PositiveControl[],
  timeoutMs: number,
): Promise<readonly PositiveControl[]> {
  const answered = await Promise.all(controls.map((control) => accepts(gate, control, timeoutMs)));
  return controls.filter((_, at) => answered[at] !== true);
}

async function accepts(gate: Gate, { address, port }: PositiveControl, timeoutMs: number): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { state } = await knock(gate, { address, port, transport: 'tcp' }, timeoutMs);
    if (state === 'open') return true;
  }
  return false;
}

/** Takes silence back: it was heard from a place that could not hear. */
export function distrustSilence(codes: Uint8Array): Uint8Array {
  return codes.map((code) => (code === SILENT || code === NO_RESULT ? UNHEALTHY : code));
}
