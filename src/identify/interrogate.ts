import type { IdentifyMode } from '../model/request.ts';
import type { Evidence } from '../model/service.ts';
import { isIndustrialPort } from '../net/payload.ts';
import { askInTurn, type Found, type Round } from './ask-in-turn.ts';
import type { Check } from './check.ts';
import { CHECKS } from './checks.ts';
import { http } from './checks/http.ts';
import { tls } from './checks/tls.ts';
import type { Inquiry, InquirySubject } from './inquiry.ts';
import { mayAsk } from './permission.ts';

/** How far identification goes; `none` is not asked at all. */
export type InterrogationMode = Exclude<IdentifyMode, 'none'>;

/**
 * One part of an interrogation: what is expected on the port and what the server says by itself; then one common protocol after the other; then all
 * others, a few at a time. Each is dearer and less likely to succeed than the one before.
 */
export interface Stage {
  readonly kind: 'expected' | 'common' | 'others';
  readonly candidates: readonly Check[];
}

/** Checks that are asked in one turn, once nothing common has answered, and the connections that they share. */
const OTHERS_IN_A_TURN = 6;
export const CONNECTIONS_AT_ONCE = 3;

/** The stages for a port, in their order. A controller is asked in its own language and in no other. */
export function stagesOf(subject: InquirySubject, mode: InterrogationMode): readonly Stage[] {
  const { endpoint, gate } = subject;
  const { port } = endpoint;
  const checks = allowedChecks(subject);
  const own = ownChecks(checks, port);
  const expected: Stage = { kind: 'expected', candidates: own };
  if (mode === 'expected' || gate.payloadTo(endpoint) !== 'any' || isIndustrialPort(port)) return [expected];
  const related = relatives(checks, port);
  const asked = new Set([...own, ...(tls.ports.includes(port) ? [tls] : [])]);
  const left = checks.filter((check) => asksStrangers(check) && !asked.has(check) && !related.includes(check));
  const common = [...related, ...left.filter(({ likelihood }) => likelihood === 'common')];
  const others = left.filter(({ likelihood }) => likelihood !== 'common');
  const alone = others.filter(({ oneClient }) => oneClient === true);
  const together = others.filter(({ oneClient }) => oneClient !== true);
  return [
    expected,
    ...common.map((check): Stage => ({ kind: 'common', candidates: [check] })),
    ...Array.from({ length: Math.ceil(together.length / OTHERS_IN_A_TURN) }, (_, i): Stage => ({
      kind: 'others',
      candidates: together.slice(i * OTHERS_IN_A_TURN, (i + 1) * OTHERS_IN_A_TURN),
    })),
    ...alone.map((check): Stage => ({ kind: 'others', candidates: [check] })),
  ];
}

/** Milliseconds that a server may take to speak first where nobody knows, and where that is expected: it may look up our name in the DNS before. */
const GREETING_MS = 1500;
const EXPECTED_GREETING_MS = 5000;
/** The same on a host of which many ports accept and say nothing. */
const SUSPECT_GREETING_MS = 500;

/**
 * Asks one endpoint what belongs to the stage, one protocol a connection, until one of them answers.
 * @param suspect whether the host seems to accept everything, so that its silence is not worth waiting for
 */
export async function interrogate(inquiry: Inquiry, stage: Stage, suspect = false): Promise<Found | undefined> {
  const { subject } = inquiry;
  const { port } = subject.endpoint;
  const payload = subject.gate.payloadTo(subject.endpoint);
  if (payload === 'none') return listenOnly(inquiry);
  if (payload === 'after-greeting') return askWhoSpeaks(inquiry);
  const { candidates } = stage;
  const checks = allowedChecks(subject);
  const inside = insideRound(checks, port);
  if (stage.kind === 'common') return askInTurn(inquiry, { ...inside, candidates, greetingMs: 0 });
  if (stage.kind === 'others') return askAtOnce(inquiry, { ...inside, candidates, greetingMs: 0 });
  const greetingMs = greetingMsOf(candidates, inquiry.subject.deadlineMs, suspect);
  if (!tls.ports.includes(port)) return askInTurn(inquiry, { ...inside, candidates, greetingMs });
  const found = await askInTurn(inquiry, { ...inside, candidates: [tls], greetingMs: 0 });
  return (
    found ?? askInTurn(inquiry, { ...inside, candidates: candidates.filter((check) => check !== tls), greetingMs })
  );
}

/** Asks over a few connections at the same time: nearly all of this is waiting for an answer that does not come. */
async function askAtOnce(inquiry: Inquiry, round: Round): Promise<Found | undefined> {
  if (inquiry.isCrowded) return askInTurn(inquiry, round);
  const { atOnce = CONNECTIONS_AT_ONCE } = inquiry.subject;
  const shares = Array.from({ length: atOnce }, (_, lane) => round.candidates.filter((__, i) => i % atOnce === lane));
  const parts = shares
    .filter((candidates) => candidates.length > 0)
    .map((candidates) => ({ candidates, part: inquiry.fork() }));
  const found = await Promise.all(parts.map(({ candidates, part }) => askInTurn(part, { ...round, candidates })));
  for (const { part } of parts) inquiry.join(part);
  const first = found.find((each) => each !== undefined);
  return first === undefined && inquiry.isCrowded ? askInTurn(inquiry, round) : first;
}

/** Those that may ask at all in this run. */
function allowedChecks({ permission }: InquirySubject): readonly Check[] {
  return permission === undefined ? CHECKS : CHECKS.filter((check) => mayAsk(check, permission));
}

/** Whoever waits for a client to speak may be met on any port, but the languages of controllers are spoken on their own only. */
function asksStrangers(check: Check): boolean {
  return check.speaksFirst === 'client' && check.group !== 'ics' && check.likelihood !== 'betrayed';
}

/** The checks of the port itself; on a web port TLS comes after plain HTTP. */
function ownChecks(checks: readonly Check[], port: number): readonly Check[] {
  const own = checks.filter((check) => check !== tls && check.ports.includes(port));
  return own.includes(http) ? [...own, tls] : own;
}

/** Services are moved to ports that end like their own (15432, 63306): those are asked next. */
function relatives(checks: readonly Check[], port: number): readonly Check[] {
  const text = String(port);
  const isRelated = (own: number): boolean => own >= 1000 && text.endsWith(String(own));
  return checks.filter((check) => asksStrangers(check) && !check.ports.includes(port) && check.ports.some(isRelated));
}

/** Whom to ask inside TLS, should it be spoken: the port's own, then whatever is not rare. */
function insideRound(checks: readonly Check[], port: number): Pick<Round, 'inside' | 'insideGreetingMs'> {
  const own = ownChecks(checks, port);
  const others = isIndustrialPort(port)
    ? []
    : checks.filter((check) => asksStrangers(check) && check.likelihood !== 'rare');
  const inside = [...new Set([...own, ...others])].filter((check) => check !== tls);
  return { inside, insideGreetingMs: own[0]?.speaksFirst === 'client' ? 0 : GREETING_MS };
}

/** No wait where a client is expected to speak first; else so much of the deadline that there is time for a conversation. */
function greetingMsOf(own: readonly Check[], deadlineMs: number, suspect: boolean): number {
  if (own[0]?.speaksFirst === 'server') return Math.min(EXPECTED_GREETING_MS, (deadlineMs * 3) / 4);
  if (own.length > 0 && own.every(({ speaksFirst }) => speaksFirst === 'client')) return 0;
  return Math.min(suspect ? SUSPECT_GREETING_MS : GREETING_MS, deadlineMs / 3);
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

/** Connects and listens, and sends nothing: what a printer is sent it prints. */
async function listenOnly(inquiry: Inquiry): Promise<undefined> {
  await using conversation = await inquiry.open();
  await conversation?.listen((bytes) => bytes.length > 0, GREETING_MS);
  return undefined;
}
