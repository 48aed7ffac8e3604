import type { IdentifyMode } from '../model/request.ts';
import { isConnectOnly } from '../net/gate.ts';
import { askInTurn, type Found } from './ask-in-turn.ts';
import type { Check } from './check.ts';
import { CHECKS } from './checks.ts';
import { http } from './checks/http.ts';
import { tls } from './checks/tls.ts';
import type { Inquiry } from './inquiry.ts';

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
  const { port } = inquiry.subject.endpoint;
  if (isConnectOnly(port)) {
    await listenOnly(inquiry);
    return undefined;
  }
  const own = CHECKS.filter((check) => check !== tls && check.ports.includes(port));
  const others = mode === 'all' ? CHECKS.filter((check) => check.speaksFirst === 'client' && !own.includes(check)) : [];
  const inside = [...own, ...others].filter((check) => check !== tls);
  const greetingMs = greetingMsOf(own, inquiry.subject.deadlineMs);
  const round = { inside, greetingMs, insideGreetingMs: greetingMs };
  if (tls.ports.includes(port)) {
    const found = await askInTurn(inquiry, { ...round, candidates: [tls], greetingMs: 0 });
    return found ?? askInTurn(inquiry, { ...round, candidates: inside });
  }
  const lateTls = own.includes(http) ? [tls] : [];
  return askInTurn(inquiry, { ...round, candidates: [...new Set([...own, ...others, ...lateTls])] });
}

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
