import { NO_RESULT, codeOf } from '../model/result-code.ts';
import type { Control } from '../model/request.ts';
import type { Gate } from '../net/gate.ts';
import { knock } from '../net/knock.ts';

const TRIES = 3;
const SILENT = codeOf('no-response');
const UNHEALTHY = codeOf('vantage-unhealthy');

/** The controls that do not accept a connection, each asked up to three times. */
export async function failingControls(
  gate: Gate,
  controls: readonly Control[],
  timeoutMs: number,
): Promise<readonly Control[]> {
  const answered = await Promise.all(controls.map((control) => accepts(gate, control, timeoutMs)));
  return controls.filter((_, at) => answered[at] !== true);
}

async function accepts(gate: Gate, { address, port }: Control, timeoutMs: number): Promise<boolean> {
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
