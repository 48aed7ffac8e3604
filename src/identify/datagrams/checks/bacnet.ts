import type { DatagramCheck } from '../datagram-check.ts';

const BVLC_ORIGINAL = [0x0a, 0x0b];
const UNCONFIRMED_I_AM = Buffer.from([0x10, 0x00]);
/** An object identifier (application tag 12, four bytes) of the type device. */
const OBJECT_IDENTIFIER = 0xc4;
const DEVICE = 8;

/** An I-Am: ASHRAE 135, annex J (BVLC), clause 6 (NPDU) and clause 16.10.1. */
export function parseIAm(bytes: Buffer): { readonly instance: number } | undefined {
  const [type, code = 0] = bytes;
  if (type !== 0x81 || !BVLC_ORIGINAL.includes(code) || bytes.length < 12 || bytes.readUInt16BE(2) !== bytes.length)
    return undefined;
  if (bytes[4] !== 1) return undefined;
  const control = bytes[5] ?? 0;
  let at = 6;
  for (const present of [(control & 0x20) !== 0, (control & 0x08) !== 0]) {
    if (present) at += 3 + (bytes[at + 2] ?? 0);
  }
  // The hop count stands behind both addresses.
  if ((control & 0x20) !== 0) at += 1;
  if (!bytes.subarray(at, at + 2).equals(UNCONFIRMED_I_AM) || bytes[at + 2] !== OBJECT_IDENTIFIER) return undefined;
  if (at + 7 > bytes.length) return undefined;
  const identifier = bytes.readUInt32BE(at + 3);
  return identifier >>> 22 === DEVICE ? { instance: identifier & 0x3f_ffff } : undefined;
}

export const bacnet: DatagramCheck = {
  name: 'bacnet',
  ports: [47808],
  effect: 'none',
  source: 'ASHRAE 135 clause 16.10 and annex J',
  reading: 'I-Am proves BACnet. The protocol has no authentication, so that no credentials are needed where it comes.',
  answersFrom: 'asked-port',
  questions: () => [
    {
      name: 'Who-Is',
      bytes: Buffer.from('810a000801001008', 'hex'),
      // BACnet/IP has no authentication: whoever is answered may read and write properties.
      read: (bytes) => (parseIAm(bytes) === undefined ? undefined : { access: 'none-required' }),
    },
  ],
};
