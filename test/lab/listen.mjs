// Accepts connections on `address port` pairs and says nothing. Prints one line when all of them listen.
import { createServer } from 'node:net';
import { once } from 'node:events';

const pairs = process.argv.slice(2);
for (let i = 0; i < pairs.length; i += 2) {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).resume());
  server.listen({ host: pairs[i], port: Number(pairs[i + 1]), ipv6Only: pairs[i].includes(':') });
  await once(server, 'listening');
}
process.stdout.write('listening\n');
