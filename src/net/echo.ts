import { execFile } from 'node:child_process';
import { errorCode } from './errno.ts';
import type { Gate } from './gate.ts';

/** Whether a host answered ICMP echo (RFC 792, RFC 4443); `not-asked` when this machine has no usable `ping`. */
export type EchoAnswer = 'answered' | 'silent' | 'not-asked';

const WAIT_SECONDS = 1;

/**
 * One ICMP echo request through the system's `ping`, which may open the socket that we may not. Only a reply is `answered`;
 * exit code 1 of iputils is `silent`; everything else (no `ping`, no permission, outside the gate) is `not-asked`.
 */
export function askEcho(gate: Gate, address: string): Promise<EchoAnswer> {
  if (!gate.permits(address)) return Promise.resolve('not-asked');
  return new Promise((resolve) => {
    const options = { timeout: (WAIT_SECONDS + 2) * 1000 };
    execFile('ping', ['-n', '-q', '-c', '1', '-W', String(WAIT_SECONDS), address], options, (error) => {
      if (error === null) resolve('answered');
      else resolve(errorCode(error) === undefined && error.code === 1 ? 'silent' : 'not-asked');
    });
  });
}
