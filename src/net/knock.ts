import type { Endpoint, ProbeResult } from '../model/observation.ts';
import { errorCode, isShortage, resultOfErrno } from './errno.ts';
import type { Gate } from './gate.ts';
import { OutOfScopeError, openSocket } from './open-socket.ts';
import { patientTimer } from './patient-timer.ts';
import { untilNotShort } from './until-not-short.ts';

const OPEN: ProbeResult = { state: 'open', reason: 'syn-ack' };
const SILENT: ProbeResult = { state: 'filtered', reason: 'no-response' };
const OUT_OF_SCOPE: ProbeResult = { state: 'error', reason: 'out-of-scope' };
/** The kernel chose the probed port as the local port, and the socket met itself (RFC 9293, simultaneous open). */
const MET_ITSELF: ProbeResult = { state: 'error', reason: 'no-ports' };

/** Opens one connection and closes it again without a byte; for questions aside from the sweep, a few at a time. Asks again where this machine is short. */
export function knock(gate: Gate, endpoint: Endpoint, timeoutMs: number): Promise<ProbeResult> {
  return untilNotShort(() => knockOnce(gate, endpoint, timeoutMs), isShortage);
}

function knockOnce(gate: Gate, endpoint: Endpoint, timeoutMs: number): Promise<ProbeResult> {
  let socket: ReturnType<typeof openSocket>;
  try {
    socket = openSocket(gate, endpoint);
  } catch (error) {
    if (error instanceof OutOfScopeError) return Promise.resolve(OUT_OF_SCOPE);
    throw error;
  }
  let cancel: (() => void) | undefined;
  return new Promise<ProbeResult>((resolve) => {
    cancel = patientTimer(timeoutMs, () => resolve(SILENT));
    socket.once('connect', () => {
      const met = socket.localPort === endpoint.port && socket.localAddress === endpoint.address;
      resolve(met ? MET_ITSELF : OPEN);
    });
    // Stays for what comes after the result: a RST while the socket closes says nothing any more.
    socket.on('error', (error) => resolve(resultOfErrno(errorCode(error))));
  }).finally(() => {
    cancel?.();
    socket.destroy();
  });
}
