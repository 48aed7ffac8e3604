// Listens on a port of all addresses and greets whoever connects with the text given.
import { createServer } from 'node:net';

const [port, text] = process.argv.slice(2);
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.end(text);
});
server.listen(Number(port), '0.0.0.0', () => process.stdout.write('listening\n'));
