import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The first message of a device's adbd. */
export interface AdbMessage {
  readonly command: 'CNXN' | 'AUTH' | 'STLS';
  /** What the banner of CNXN tells about the device. */
  readonly device: string | null;
}

/** ADB protocol (AOSP protocol.txt): six little-endian words, of which the last is the first inverted, and data. */
export function parse(bytes: Buffer): AdbMessage | undefined {
  if (bytes.length < 24) return undefined;
  const name = bytes.toString('latin1', 0, 4);
  const command = name === 'CNXN' || name === 'AUTH' || name === 'STLS' ? name : undefined;
  const size = bytes.readUInt32LE(12);
  if (command === undefined || bytes.readInt32LE(0) !== ~bytes.readInt32LE(20)) return undefined;
  if (size > 4096 || bytes.length < 24 + size) return undefined;
  const device = /^(?:device|recovery|sideload|rescue)::(?:[^]*;)?ro\.product\.model=([^;]{1,80})/.exec(
    bytes.toString('latin1', 24, 24 + size),
  )?.[1];
  return { command, device: device === undefined ? null : printable(device, 80) };
}

const CONNECT: Question = {
  name: 'CNXN',
  bytes: Buffer.from(
    `434e584e00000001000010000700000032020000bcb1a7b1${Buffer.from('host::\0').toString('hex')}`,
    'hex',
  ),
};

export const adb: Check = {
  name: 'adb',
  ports: [5555],
  likelihood: 'rare',
  effect: 'session',
  oneClient: true,
  speaksFirst: 'client',
  sends: [CONNECT],
  source: 'AOSP packages/modules/adb: protocol.txt (CNXN, AUTH, STLS)',
  reading:
    'CNXN means that the device takes everybody and no credentials are needed, AUTH that it wants a key that it knows. STLS goes on inside TLS, which is not entered, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const message = await conversation.askFor(CONNECT, parse);
    if (message === undefined) return undefined;
    const access = message.command === 'CNXN' ? 'none-required' : message.command === 'AUTH' ? 'required' : 'unknown';
    return { product: message.device, version: null, confidence: 10, access, details: {} };
  },
};
