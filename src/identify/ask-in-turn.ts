import type { Evidence, TlsFacts } from '../model/service.ts';
import type { Answer, Check } from './check.ts';
import { recognize } from './checks.ts';
import { tls } from './checks/tls.ts';
import type { Conversation } from './conversation.ts';
import type { Inquiry } from './inquiry.ts';
import { mayAsk, NOT_ASKED } from './permission.ts';

/** A protocol that answered, and the exchange that proves it. */
export interface Found {
  readonly check: Check;
  readonly answer: Answer;
  readonly tls: TlsFacts | undefined;
  readonly evidence: readonly Evidence[];
}

/** Whom to ask, and how. */
export interface Round {
  /** In this order; those who expect the server to speak first are asked only when it does. */
  readonly candidates: readonly Check[];
  /** Whom to ask inside TLS, should it be spoken. */
  readonly inside: readonly Check[];
  /** Milliseconds to wait for a server that speaks first; 0 asks at once. */
  readonly greetingMs: number;
  /** The same inside TLS. */
  readonly insideGreetingMs: number;
  /** Everybody may take the time that the check allows; else those who are not expected on the port get less. */
  readonly patient?: boolean;
  /** Set inside TLS: the connection on which the handshake has just ended. Further ones get their own handshake. */
  readonly secured?: Conversation;
}

/** Milliseconds in which a greeting comes that is known to come. */
const UNEXPECTED_GREETING_MS = 1000;

/** Asks one check a connection until one of them is answered; bytes that betray a protocol bring its check to the front. */
export async function askInTurn(inquiry: Inquiry, round: Round): Promise<Found | undefined> {
  const asked = new Set<Check>();
  let queue = [...round.candidates];
  let betrayed: Check | undefined;
  let { greetingMs, secured } = round;
  while (queue.length > 0 || greetingMs > 0) {
    const from = inquiry.evidence.length;
    await using conversation = secured ?? (await open(inquiry, round));
    if (conversation === undefined) return undefined;
    secured = undefined;
    if (greetingMs > 0) {
      inquiry.hasListened ||= round.secured === undefined;
      queue = await orderByGreeting(inquiry, conversation, { queue, waitMs: greetingMs });
      const isSpent = conversation.end !== undefined || greetingMs > inquiry.subject.deadlineMs / 2;
      greetingMs = 0;
      // Who hangs up on silence, or was waited for too long, may still answer a question on a fresh connection.
      if (isSpent && conversation.firstHeard.length === 0) continue;
    }
    const check = queue.shift();
    if (check === undefined) return undefined;
    asked.add(check);
    if (!isAllowed(inquiry, check)) return told(inquiry, { check, from, conversation });
    if (check !== betrayed && round.patient !== true) conversation.patienceMs = inquiry.patienceMs(check);
    const answer = await check.run(conversation);
    if (answer !== undefined) {
      const inner = check === tls ? await askInside(inquiry, round, conversation) : undefined;
      const evidence = inquiry.evidence.slice(from);
      return inner === undefined ? { check, answer, tls: conversation.tls, evidence } : { ...inner, evidence };
    }
    if (conversation.firstHeard.length === 0) inquiry.forgetSilence();
    betrayed = recognize(conversation.firstHeard);
    const isNew = betrayed !== undefined && !asked.has(betrayed);
    inquiry.notice(conversation, isNew);
    if (round.secured !== undefined && conversation.end?.reason === 'tls-failed') return undefined;
    if (isNew && betrayed !== undefined) queue = [betrayed, ...queue.filter((other) => other !== betrayed)];
    // Words that nobody knows may be a greeting, and then the same would come before the answer to every other question.
    const isForeign = conversation.firstHeard.length > 0 && betrayed === undefined && round.secured === undefined;
    if (isForeign && queue.length > 0 && !inquiry.hasListened) greetingMs = UNEXPECTED_GREETING_MS;
    const [next] = queue;
    if (next !== undefined && !isAllowed(inquiry, next)) return told(inquiry, { check: next, from, conversation });
  }
  return undefined;
}

/** Those who may not ask are among the candidates only because a peer betrayed their protocol. */
function isAllowed({ subject }: Inquiry, check: Check): boolean {
  return subject.permission === undefined || mayAsk(check, subject.permission);
}

/** What a peer told without being asked by its own protocol's check. */
async function told(
  inquiry: Inquiry,
  { check, from, conversation }: { check: Check; from: number; conversation: Conversation },
): Promise<Found> {
  // A greeting that was only overheard is written down.
  if (inquiry.evidence.length === from) await conversation.listen(() => true, 0);
  return { check, answer: NOT_ASKED, tls: conversation.tls, evidence: inquiry.evidence.slice(from) };
}

async function open(inquiry: Inquiry, round: Round): Promise<Conversation | undefined> {
  const conversation = await inquiry.open();
  if (conversation === undefined || round.secured === undefined || (await conversation.startTls())) return conversation;
  await conversation[Symbol.asyncDispose]();
  return undefined;
}

/** Whoever speaks first is asked alone: a question in another language would only spoil it. Of a silent server the others are left. */
async function orderByGreeting(
  inquiry: Inquiry,
  conversation: Conversation,
  { queue, waitMs }: { readonly queue: readonly Check[]; readonly waitMs: number },
): Promise<Check[]> {
  const greeting = await conversation.overhear((bytes) => recognize(bytes) !== undefined, waitMs);
  const speaker = recognize(greeting);
  if (speaker !== undefined) return [speaker];
  await conversation.listen(() => true, 0);
  if (greeting.length === 0) return queue.filter((check) => check.speaksFirst === 'client');
  inquiry.end();
  return [];
}

async function askInside(inquiry: Inquiry, round: Round, secured: Conversation): Promise<Found | undefined> {
  if (secured.end !== undefined) return undefined;
  const { inside, insideGreetingMs } = round;
  return askInTurn(inquiry, {
    candidates: inside,
    inside: [],
    greetingMs: insideGreetingMs,
    insideGreetingMs: 0,
    secured,
  });
}
