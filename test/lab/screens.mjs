// Listens on `address port` pairs as a VNC server that lets everybody in. Prints one line when all of them listen.
import { createServer } from 'node:net';
import { once } from 'node:events';

const pairs = process.argv.slice(2);
for (let i = 0; i < pairs.length; i += 2) {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('RFB 003.008\n');
    socket.once('data', () => socket.write(Buffer.from([1, 1])));
  });
  server.listen({ host: pairs[i], port: Number(pairs[i + 1]) });
  await once(server, 'listening');
}
process.stdout.write('listening\n');
