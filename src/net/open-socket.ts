import { Socket } from 'node:net';
import type { Endpoint } from '../model/observation.ts';
import type { Gate } from './gate.ts';

/** The gate refused an address. Nothing was sent. */
export class OutOfScopeError extends Error {
  readonly code = 'OUT_OF_SCOPE';

  constructor(address: string) {
    super(`${address} is outside the authorised scope; no socket was opened`);
    this.name = 'OutOfScopeError';
  }
}

/**
 * The only place that opens a TCP connection. The address must be literal: with a host name Node races address families and gives
 * each 250 ms (`autoSelectFamily`), which turns slow hosts into dead ones.
 * @throws OutOfScopeError before anything is sent
 */
export function openSocket(gate: Gate, endpoint: Endpoint): Socket {
  if (!gate.permits(endpoint.address)) throw new OutOfScopeError(endpoint.address);
  const socket = new Socket();
  socket.connect({
    host: endpoint.address,
    port: endpoint.port,
    family: endpoint.address.includes(':') ? 6 : 4,
    autoSelectFamily: false,
  });
  return socket;
}
