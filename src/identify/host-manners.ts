import type { Identification } from '../model/service.ts';

/**
 * A host with this many ports that accept, hold the connection and answer nothing, and with few that answer, most likely accepts everything (a
 * tarpit, a SYN proxy): its other ports are asked what is expected on them only, so that it costs minutes and not hours. Whoever hangs up costs
 * nothing and does not count.
 */
const MUTE_PORTS = 128;
const MUTE_FOR_EACH_ANSWER = 3;

/** How the ports of one host behave. */
export interface HostManners {
  /** Whether the host seems to accept everything. */
  readonly isSuspect: boolean;
  /** @param afterSilence whether `noteSilence` was called for the same port before */
  noteAnswer(afterSilence: boolean): void;
  /** A port held the connection and let everything that is common be asked in vain. */
  noteSilence(): void;
  /** The same identification with a word about what was not asked. */
  explain(identification: Identification): Identification;
}

/** A host of which nothing is known yet. */
export function createHostManners(): HostManners {
  let mute = 0;
  let answering = 0;
  return {
    get isSuspect() {
      return mute >= Math.max(MUTE_PORTS, MUTE_FOR_EACH_ANSWER * answering);
    },
    noteAnswer: (afterSilence) => {
      answering += 1;
      if (afterSilence) mute -= 1;
    },
    noteSilence: () => void (mute += 1),
    explain: (identification) => ({
      ...identification,
      evidence: [
        ...identification.evidence,
        {
          question: 'other protocols',
          sent: '',
          received: '',
          text: `not asked: ${MUTE_PORTS} other ports of this host accept connections and say nothing`,
        },
      ],
    }),
  };
}
