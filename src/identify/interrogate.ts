import type { IdentifyMode } from '../model/request.ts';
import { isConnectOnly } from '../net/gate.ts';
import { askInTurn, type Found, type Round } from './ask-in-turn.ts';
import type { Check } from './check.ts';
import { CHECKS } from './checks.ts';
import { http } from './checks/http.ts';
import { tls } from './checks/tls.ts';
import type { Inquiry } from './inquiry.ts';

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

/** Checks that are asked in one turn, once nothing common has answered. */
const OTHERS_IN_A_TURN = 4;

/** The stages for a port, in their order. */
export function stagesOf(port: number, mode: InterrogationMode): readonly Stage[] {
  const own = ownChecks(port);
  const expected: Stage = { kind: 'expected', candidates: own };
  if (mode === 'expected' || isConnectOnly(port)) return [expected];
  const related = relatives(port);
  const asked = new Set([...own, ...(tls.ports.includes(port) ? [tls] : [])]);
  const left = CHECKS.filter(
    (check) => check.speaksFirst === 'client' && !asked.has(check) && !related.includes(check),
  );
  const common = [...related, ...left.filter(({ likelihood }) => likelihood === 'common')];
  const others = left.filter(({ likelihood }) => likelihood !== 'common');
  return [
    expected,
    ...common.map((check): Stage => ({ kind: 'common', candidates: [check] })),
    ...Array.from({ length: Math.ceil(others.length / OTHERS_IN_A_TURN) }, (_, i): Stage => ({
      kind: 'others',
      candidates: others.slice(i * OTHERS_IN_A_TURN, (i + 1) * OTHERS_IN_A_TURN),
    })),
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
  const { port } = inquiry.subject.endpoint;
  if (isConnectOnly(port)) return listenOnly(inquiry);
  const { candidates } = stage;
  const inside = insideRound(ownChecks(port));
  if (stage.kind !== 'expected') return askInTurn(inquiry, { ...inside, candidates, greetingMs: 0 });
  const greetingMs = greetingMsOf(candidates, inquiry.subject.deadlineMs, suspect);
  if (!tls.ports.includes(port)) return askInTurn(inquiry, { ...inside, candidates, greetingMs });
  const found = await askInTurn(inquiry, { ...inside, candidates: [tls], greetingMs: 0 });
  return (
    found ?? askInTurn(inquiry, { ...inside, candidates: candidates.filter((check) => check !== tls), greetingMs })
  );
}

/** The checks of the port itself; on a web port TLS comes after plain HTTP. */
function ownChecks(port: number): readonly Check[] {
  const own = CHECKS.filter((check) => check !== tls && check.ports.includes(port));
  return own.includes(http) ? [...own, tls] : own;
}

/** Services are moved to ports that end like their own (15432, 63306): those are asked next. */
function relatives(port: number): readonly Check[] {
  const text = String(port);
  return CHECKS.filter(
    ({ speaksFirst, ports }) =>
      speaksFirst === 'client' &&
      !ports.includes(port) &&
      ports.some((own) => own >= 1000 && text.endsWith(String(own))),
  );
}

/** Whom to ask inside TLS, should it be spoken: the port's own, then whatever is not rare. */
function insideRound(own: readonly Check[]): Pick<Round, 'inside' | 'insideGreetingMs'> {
  const others = CHECKS.filter(({ speaksFirst, likelihood }) => speaksFirst === 'client' && likelihood !== 'rare');
  const inside = [...new Set([...own, ...others])].filter((check) => check !== tls);
  return { inside, insideGreetingMs: own[0]?.speaksFirst === 'client' ? 0 : GREETING_MS };
}

/** No wait where a client is expected to speak first; else so much of the deadline that there is time for a conversation. */
function greetingMsOf(own: readonly Check[], deadlineMs: number, suspect: boolean): number {
  if (own[0]?.speaksFirst === 'server') return Math.min(EXPECTED_GREETING_MS, (deadlineMs * 3) / 4);
  if (own.length > 0 && own.every(({ speaksFirst }) => speaksFirst === 'client')) return 0;
  return Math.min(suspect ? SUSPECT_GREETING_MS : GREETING_MS, deadlineMs / 3);
}

/** Connects and listens, and sends nothing: what a printer is sent it prints. */
async function listenOnly(inquiry: Inquiry): Promise<undefined> {
  await using conversation = await inquiry.open();
  await conversation?.listen((bytes) => bytes.length > 0, GREETING_MS);
  return undefined;
}
