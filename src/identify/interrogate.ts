import type { IdentifyMode } from '../model/request.ts';
import type { Evidence } from '../model/service.ts';
import { isIndustrialPort } from '../net/payload.ts';
import { askInTurn, type Found } from './ask-in-turn.ts';
import type { Check } from './check.ts';
import { CHECKS } from './checks.ts';
import { http } from './checks/http.ts';
import { tls } from './checks/tls.ts';
import type { Inquiry } from './inquiry.ts';
import { mayAsk, USUAL_PERMISSION } from './permission.ts';

/** How far identification goes; `none` is not asked at all. */
export type InterrogationMode = Exclude<IdentifyMode, 'none'>;

/** Milliseconds that a server may take to speak first where nobody knows, and where that is expected: it may look up our name in the DNS before. */
const GREETING_MS = 1500;
const EXPECTED_GREETING_MS = 5000;

/**
 * Asks one endpoint, one protocol a connection, until one of them answers: first what is expected on the port (on usual TLS ports inside TLS),
 * then, in mode `all`, the others by likelihood.
 */
export async function interrogate(inquiry: Inquiry, mode: InterrogationMode): Promise<Found | undefined> {
  const { endpoint, gate, permission = USUAL_PERMISSION } = inquiry.subject;
  const { port } = endpoint;
  const payload = gate.payloadTo(endpoint);
  if (payload === 'none') {
    await listenOnly(inquiry);
    return undefined;
  }
  if (payload === 'after-greeting') return askWhoSpeaks(inquiry);
  const allowed = CHECKS.filter((check) => mayAsk(check, permission));
  const own = allowed.filter((check) => check !== tls && check.ports.includes(port));
  const others = allowed.filter((check) => asksStrangers(check) && !own.includes(check));
  // A controller is asked in its own language and in no other.
  const isForAll = mode === 'all' && !isIndustrialPort(port);
  const candidates = isForAll ? [...own, ...others] : own;
  const inside = candidates.filter((check) => check !== tls);
  const greetingMs = greetingMsOf(own, inquiry.subject.deadlineMs);
  const round = { inside, greetingMs, insideGreetingMs: greetingMs };
  if (tls.ports.includes(port)) {
    const found = await askInTurn(inquiry, { ...round, candidates: [tls], greetingMs: 0 });
    return found ?? askInTurn(inquiry, { ...round, candidates: inside });
  }
  const lateTls = own.includes(http) ? [tls] : [];
  return askInTurn(inquiry, { ...round, candidates: [...new Set([...candidates, ...lateTls])] });
}

/** Whoever waits for a client to speak may be met on any port, but controllers are left alone where nothing says that one is there. */
function asksStrangers(check: Check): boolean {
  return check.speaksFirst === 'client' && check.group !== 'ics';
}

/** Sends nothing unless the peer speaks first: then it is no controller, and is asked in the language that it spoke. */
async function askWhoSpeaks(inquiry: Inquiry): Promise<Found | undefined> {
  const greetingMs = Math.min(GREETING_MS, inquiry.subject.deadlineMs / 3);
  const found = await askInTurn(inquiry, { candidates: [], inside: [], greetingMs, insideGreetingMs: 0 });
  if (found === undefined) inquiry.evidence.push(LEFT_ALONE);
  return found;
}

const LEFT_ALONE: Evidence = {
  question: 'every protocol',
  sent: '',
  received: '',
  text: 'not asked: industrial controllers use this port, and --ics was not given',
};

/** No wait where a client is expected to speak first; else so much of the deadline that there is time for a conversation. */
function greetingMsOf(own: readonly Check[], deadlineMs: number): number {
  if (own[0] === undefined) return Math.min(GREETING_MS, deadlineMs / 3);
  return own[0].speaksFirst === 'server' ? Math.min(EXPECTED_GREETING_MS, (deadlineMs * 3) / 4) : 0;
}

/** Connects and listens, and sends nothing: what a printer is sent it prints. */
async function listenOnly(inquiry: Inquiry): Promise<void> {
  await using conversation = await inquiry.open();
  await conversation?.listen((bytes) => bytes.length > 0, GREETING_MS);
}
