// Inside the target: listens on the given ports of every address and closes what connects; says so on standard output when all are there.
// Arguments: the scanner's address, then the ports.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const DISCARD_PORT = 9;
const [scanner, ...ports] = process.argv.slice(2);

for (const port of ports) {
  const server = createServer((socket) => {
    // Whoever scans resets the connection: not an error here.
    socket.on('error', () => undefined);
    socket.destroy();
  });
  server.listen({ port: Number(port), host: '0.0.0.0', backlog: 4096 });
  await once(server, 'listening');
}

// A wire is never quite still. masscan reads through libpcap, which may hold the last answers back, and masscan's end with them, until one more packet comes.
const socket = createSocket('udp4');
setInterval(() => socket.send('', DISCARD_PORT, scanner), 50);

process.stdout.write('listening\n');
