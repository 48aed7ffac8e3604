import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { decodeBson, encodeBson, type BsonDocument } from '../../../src/identify/bson.ts';
import { findPlace } from './find-place.ts';
import type { Placement, Server } from './server.ts';

export interface FakeMongodbOptions extends Omit<Placement, 'netns'> {
  readonly authorization: boolean;
  /** Behaves as a server before 3.6: hangs up on OP_MSG and understands OP_QUERY. */
  readonly legacy?: boolean;
}

const OP_MSG = 2013;
const OP_QUERY = 2004;
const OP_REPLY = 1;

/** MongoDB is not in Debian; this speaks as much of its wire protocol as the manual says three commands need. */
export async function startFakeMongodb(options: FakeMongodbOptions): Promise<Server> {
  const place = await findPlace(options);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => answer(socket, bytes, options));
  });
  server.listen(place.port, place.address);
  await once(server, 'listening');
  return {
    address: place.address,
    port: place.port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(socket: Socket, bytes: Buffer, options: FakeMongodbOptions): void {
  const opcode = bytes.length < 16 ? undefined : bytes.readInt32LE(12);
  if (opcode === undefined || opcode !== (options.legacy === true ? OP_QUERY : OP_MSG)) {
    socket.destroy();
    return;
  }
  const head = opcode === OP_MSG ? 21 : 39;
  const command = decodeBson(bytes.subarray(head))?.keys().next().value ?? '';
  socket.write(frame(bytes.readInt32LE(4), opcode, reply(command, options)));
}

function reply(command: string, options: FakeMongodbOptions): BsonDocument {
  if (command === 'buildInfo') return { version: options.legacy === true ? '3.2.22' : '7.0.5', ok: 1 };
  if (command !== 'listDatabases')
    return { isWritablePrimary: true, maxWireVersion: options.legacy === true ? 4 : 21, ok: 1 };
  if (!options.authorization) return { databases: {}, totalSize: 0, ok: 1 };
  return { ok: 0, errmsg: 'Command listDatabases requires authentication', code: 13, codeName: 'Unauthorized' };
}

function frame(responseTo: number, opcode: number, document: BsonDocument): Buffer {
  const body = encodeBson(document);
  const lead = Buffer.alloc(opcode === OP_MSG ? 5 : 20);
  if (opcode === OP_QUERY) lead.writeInt32LE(1, 16);
  const head = Buffer.alloc(16);
  head.writeInt32LE(16 + lead.length + body.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(opcode === OP_MSG ? OP_MSG : OP_REPLY, 12);
  return Buffer.concat([head, lead, body]);
}
