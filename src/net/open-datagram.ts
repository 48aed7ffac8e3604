import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { parseAddress } from '../model/address.ts';
import type { Endpoint } from '../model/observation.ts';
import type { Gate } from './gate.ts';
import { OutOfScopeError } from './open-socket.ts';

/** What comes back to an open datagram socket. Calls end when it is closed. */
export interface DatagramListener {
  /** A datagram from the endpoint's address, and from its port unless any port will do. */
  readonly message: (bytes: Buffer) => void;
  /** An ICMP error about what was sent, or this machine's own trouble. */
  readonly error: (error: unknown) => void;
}

export interface OpenDatagram {
  /** @throws (rejects with) what this machine refuses to send with */
  send(bytes: Buffer): Promise<void>;
  close(): void;
}

/**
 * The only place that opens UDP sockets which send. They are connected, so that the kernel lets through what comes from the endpoint alone, and tells of
 * the ICMP errors about it. Where the answer may come from any port of the address, a second socket without a peer shares the local port: what the
 * endpoint itself says goes to the connected one, which fits better, and everything else to the second, which looks at the address.
 * @throws OutOfScopeError before anything is sent; else what the kernel refused with
 */
export async function openDatagram(
  gate: Gate,
  endpoint: Endpoint,
  anyPort: boolean,
  listener: DatagramListener,
): Promise<OpenDatagram> {
  if (!gate.permits(endpoint.address)) throw new OutOfScopeError(endpoint.address);
  const sockets: Socket[] = [];
  const close = (): void => {
    for (const socket of sockets.splice(0)) {
      socket.removeAllListeners('message');
      socket.close();
    }
  };
  const create = (): Socket => {
    const type = endpoint.address.includes(':') ? 'udp6' : 'udp4';
    const socket = createSocket({ type, reuseAddr: anyPort });
    sockets.push(socket);
    // Stays for what comes after the end: an error that nobody listens to would end the process.
    socket.on('error', (error) => listener.error(error));
    return socket;
  };
  try {
    const shared = anyPort ? await listenBeside(create(), endpoint.address, listener) : undefined;
    const connected = create();
    if (shared !== undefined) await bind(connected, shared);
    await connect(connected, endpoint);
    connected.on('message', (bytes) => listener.message(bytes));
    return { send: (bytes) => send(connected, bytes), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Hears what any port of the address sends; gives the local port. */
async function listenBeside(socket: Socket, address: string, listener: DatagramListener): Promise<number> {
  await bind(socket, 0);
  const asked = parseAddress(address);
  socket.on('message', (bytes, from) => {
    const peer = parseAddress(from.address.replace(/%.*/, ''));
    if (peer?.family === asked?.family && peer?.value === asked?.value) listener.message(bytes);
  });
  return socket.address().port;
}

function bind(socket: Socket, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

function connect(socket: Socket, endpoint: Endpoint): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(endpoint.port, endpoint.address, (error?: Error) => {
      socket.off('error', reject);
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}

function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(bytes, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
