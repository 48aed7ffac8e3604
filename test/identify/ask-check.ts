import { askInTurn, type Found } from '../../src/identify/ask-in-turn.ts';
import type { Check } from '../../src/identify/check.ts';
import { Inquiry } from '../../src/identify/inquiry.ts';
import { LOOPBACK, replay, startPeer, type Peer } from './peer.ts';
import { recording } from './recording.ts';

/** Asks one check of one peer. */
export async function askCheck(check: Check, peer: Pick<Peer, 'endpoint'>): Promise<Found | undefined> {
  const subject = { endpoint: peer.endpoint, host: 'lab.example', gate: LOOPBACK, deadlineMs: 6000 };
  const round = { candidates: [check], inside: [], greetingMs: 0, insideGreetingMs: 0, patient: true };
  return askInTurn(new Inquiry(subject), round);
}

/** Asks one check of a peer that says what was recorded. */
export async function askRecording(check: Check, name: string): Promise<Found | undefined> {
  await using peer = await startPeer(replay(recording(name)));
  return await askCheck(check, peer);
}
