import { startPeer, type Peer, type PeerPlace } from '../peer.ts';
import { plain, type WebCase, type WebReply } from './web-case.ts';

const NOT_FOUND = plain('', 404);

/** A web server that says what a case has written down, one connection for many questions. */
type Pages = Pick<WebCase, 'pages' | 'otherwise'>;

export function servePages({ pages, otherwise = NOT_FOUND }: Pages, place: PeerPlace = {}): Promise<Peer> {
  return startPeer((socket) => {
    let heard = '';
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      for (;;) {
        const head = /^(\w+) (\S+) HTTP\/1\.1\r\n([\s\S]*?)\r\n\r\n/.exec(heard);
        if (head === null) return;
        const [whole, method = '', path = '', fields = ''] = head;
        const length = Number(/^Content-Length: (\d+)$/im.exec(fields)?.[1] ?? 0);
        if (heard.length < whole.length + length) return;
        heard = heard.slice(whole.length + length);
        socket.write(bytesOf(pages[method === 'GET' ? path : `${method} ${path}`] ?? otherwise, method));
      }
    });
  }, place);
}

/** The bytes of a response. */
export function bytesOf({ status, headers, body }: WebReply, method: string): string {
  const fields = Object.entries({ ...headers, 'Content-Length': String(Buffer.byteLength(body)) });
  const lines = [`HTTP/1.1 ${status} Said so`, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''];
  return lines.join('\r\n') + (method === 'HEAD' ? '' : body);
}
