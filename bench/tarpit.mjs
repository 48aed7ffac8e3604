// Accepts connections on so many ports, spread over loopback addresses, and never says a word. Prints a JSON list of { address, port }.
import { once } from 'node:events';
import { createServer } from 'node:net';

const PER_ADDRESS = 4;
const count = Number(process.argv[2]);
const places = [];
for (let i = 0; i < count; i += 1) {
  const host = Math.floor(i / PER_ADDRESS);
  const address = `127.80.${host >> 8}.${(host & 255) + 1}`;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.resume();
  });
  server.listen(0, address);
  await once(server, 'listening');
  places.push({ address, port: server.address().port });
}
console.log(JSON.stringify(places));
