import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a tank gauge says to the inventory report. */
export interface GaugeReply {
  /** False for 9999FF1B: it speaks the protocol and does not take the command. */
  readonly understood: boolean;
}

/**
 * Veeder-Root serial interface, display format: SOH, the command's echo on a line of its own, the date on the next, the report, ETX. A command that is not
 * understood is answered by `9999FF1B`.
 */
export function parse(bytes: Buffer): GaugeReply | undefined {
  const text = bytes.toString('latin1', 0, 256);
  if (/^\x01\s{0,4}9999FF1B\s{0,4}\x03?/.test(text)) return { understood: false };
  // A report without a time and a date would be an echo.
  return /^\x01\r?\nI20100\r?\n[ -~]{0,40}\d{1,2}[:,][ -~]{0,40}\r?\n/.test(text) ? { understood: true } : undefined;
}

const INVENTORY: Question = { name: 'I20100 in-tank inventory report', bytes: Buffer.from('\x01I20100\n', 'latin1') };

export const atg: Check = {
  name: 'atg',
  ports: [10001],
  likelihood: 'rare',
  group: 'ics',
  effect: 'none',
  speaksFirst: 'client',
  sends: [INVENTORY],
  source: 'Veeder-Root Serial Interface Manual 576013-635, command 201',
  reading:
    'A gauge that reports its tanks asks for no security code; one that does not take the command leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = parse(await conversation.ask(INVENTORY, (bytes) => bytes.includes(3) || bytes.length > 256));
    if (reply === undefined) return undefined;
    const access = reply.understood ? 'none-required' : 'unknown';
    return { product: null, version: null, confidence: 10, access, details: {} };
  },
};
