import { printable } from '../../../model/printable.ts';
import type { DatagramCheck } from '../datagram-check.ts';

/** The response to a search: UPnP Device Architecture 2.0, section 1.3.3. It needs USN and ST; SERVER is what the device calls itself. */
export function parseSsdpResponse(bytes: Buffer): { readonly server: string | null } | undefined {
  const text = bytes.toString('latin1', 0, 4096);
  if (!/^HTTP\/1\.[01] 200 /.test(text)) return undefined;
  const lines = text.split('\r\n');
  const valueOf = (name: string): string | undefined =>
    lines
      .find((line) => line.slice(0, name.length + 1).toUpperCase() === `${name}:`)
      ?.slice(name.length + 1)
      .trim();
  if (valueOf('USN') === undefined || valueOf('ST') === undefined) return undefined;
  return { server: valueOf('SERVER') ?? null };
}

export const ssdp: DatagramCheck = {
  name: 'ssdp',
  ports: [1900],
  effect: 'none',
  source: 'UPnP Device Architecture 2.0, section 1.3.2 (unicast search)',
  reading: 'A response with ST and USN proves UPnP. It is meant for everybody, so that access stays unknown.',
  answersFrom: 'asked-port',
  // The root device alone: `ssdp:all` has an answer for every service of the device.
  questions: () => [
    {
      name: 'M-SEARCH upnp:rootdevice',
      bytes: Buffer.from(
        'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: upnp:rootdevice\r\n\r\n',
      ),
      read(bytes) {
        const response = parseSsdpResponse(bytes);
        if (response === undefined) return undefined;
        return response.server === null ? {} : { product: printable(response.server, 80) };
      },
    },
  ],
};
