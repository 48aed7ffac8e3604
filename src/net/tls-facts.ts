import type { TLSSocket } from 'node:tls';
import { printable } from '../model/printable.ts';
import type { TlsFacts } from '../model/service.ts';
import { certificateFacts, NO_CERTIFICATE } from './certificate-facts.ts';

/**
 * What a completed handshake showed. Everything in the certificate is the peer's word: bounded and printable. To be called once a socket: Node takes
 * the server's own certificate off the chain when it is asked for.
 */
export function tlsFactsOf(socket: TLSSocket): Omit<TlsFacts, 'startTls'> {
  const certificate = socket.getPeerX509Certificate();
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    alpn: typeof socket.alpnProtocol === 'string' ? printable(socket.alpnProtocol, 64) : null,
    clientCertificateRequired: false,
    ...(certificate === undefined ? NO_CERTIFICATE : certificateFacts(certificate)),
  };
}
