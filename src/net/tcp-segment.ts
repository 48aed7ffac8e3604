import { addWord, foldSum } from './checksum.ts';

/** Assigned protocol numbers (IANA). */
export const IPPROTO_TCP = 6;

/** A SYN with one option, as nmap sends it; RFC 9293, section 3.1. */
export const SYN_BYTES = 24;
/** Where the kernel finds the checksum to fill in, for IPv6. */
export const CHECKSUM_AT = 16;

/** Six words of header, SYN, a window of 1024. */
const OFFSET_FLAGS_WINDOW = 0x6002_0400;
/** Option 2 of length 4: a maximum segment size of 1460. */
const MSS_OPTION = 0x0204_05b4;

/** What does not change from probe to probe, with the pseudo header's protocol and length (RFC 9293, section 3.1). */
const FIXED_SUM = addWord(addWord(IPPROTO_TCP + SYN_BYTES, OFFSET_FLAGS_WINDOW), MSS_OPTION);

/** Writes what all SYNs have in common; ports (at 0) and sequence number (at 4) are the sender's. The checksum stays 0, which is right where the kernel fills it in. */
export function writeSynTemplate(memory: DataView, at: number): void {
  memory.setUint32(at + 8, 0);
  memory.setUint32(at + 12, OFFSET_FLAGS_WINDOW);
  memory.setUint32(at + 16, 0);
  memory.setUint32(at + 20, MSS_OPTION);
}

/** The checksum of a SYN over IPv4. Addresses are 32-bit numbers; `ports` has the source in the upper, the destination in the lower 16 bits. */
export function synChecksumIpv4(source: number, destination: number, ports: number, sequence: number): number {
  return foldSum(addWord(addWord(addWord(addWord(FIXED_SUM, source), destination), ports), sequence));
}
