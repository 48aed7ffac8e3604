import { TLS_VERSIONS, type TlsFacts, type TlsVersion } from '../model/service.ts';
import { refusesVersion, wantsClientCertificate, wantsOtherProtocol } from '../net/tls-failure.ts';
import type { Found } from './ask-in-turn.ts';
import type { Conversation } from './conversation.ts';
import type { Inquiry } from './inquiry.ts';

/** What a survey needs beside the facts of the first handshake. */
export interface SurveyOptions {
  /** A fresh connection to the same endpoint; `undefined` when it may not, or cannot, be had. */
  readonly open: () => Promise<Conversation | undefined>;
  /** Brings a fresh connection to where TLS begins (STARTTLS); `false` where it does not get there. */
  readonly prepare?: ((conversation: Conversation) => Promise<boolean>) | undefined;
  /** Application protocols to offer beside: the server's choice is a fact too. */
  readonly alpn?: readonly string[] | undefined;
}

/** What is offered to servers that may speak HTTP; to others the offer would be a wrong one. */
const WEB_PROTOCOLS = ['h2', 'http/1.1'];

/** Adds the survey to what was found, where TLS was spoken and it is known how to get there again. */
export async function withTlsSurvey(inquiry: Inquiry, found: Found): Promise<Found> {
  const { check, tls } = found;
  if (tls === undefined || (tls.startTls && check.beginTls === undefined)) return found;
  const from = inquiry.evidence.length;
  const surveyed = await surveyTls(tls, {
    // The survey limits itself; the inquiry still refuses where a tarpit was met.
    open: () => inquiry.open(Infinity),
    prepare: tls.startTls ? (conversation) => check.beginTls?.(conversation) ?? Promise.resolve(false) : undefined,
    alpn: check.name === 'http' || check.name === 'tls' ? WEB_PROTOCOLS : undefined,
  });
  return { ...found, tls: surveyed, evidence: [...found.evidence, ...inquiry.evidence.slice(from)] };
}

type Verdict =
  /** The server agreed to the version, or said that it does not speak it. */
  | 'offered'
  | 'refused'
  /** It hung up without a word, as some do to a version that they do not speak. */
  | 'silent'
  /** It answered, and leaves it open. */
  | 'open'
  /** Nothing more is to be learned from this endpoint now. */
  | 'over';

/**
 * Asks for every other version of TLS, a handshake and a connection each, at most three. A version that could not be asked is unknown. Nothing is said
 * inside: after the handshake the connection ends.
 */
export async function surveyTls(facts: TlsFacts, options: SurveyOptions): Promise<TlsFacts> {
  const verdicts = new Map<TlsVersion, Verdict>();
  let alpn = facts.alpn;
  let isOver = false;
  // Oldest first: whoever hangs up on the old versions and answers a newer one has refused them.
  for (const version of TLS_VERSIONS) {
    if (version === facts.version) verdicts.set(version, 'offered');
    else if (!isOver) {
      const asked = await askFor(version, options);
      verdicts.set(version, asked.verdict);
      alpn ??= asked.alpn;
      isOver = asked.verdict === 'over';
    }
  }
  return { ...facts, alpn, versions: versionsOf(verdicts, facts.version) };
}

function versionsOf(
  verdicts: ReadonlyMap<TlsVersion, Verdict>,
  negotiated: string | null,
): NonNullable<TlsFacts['versions']> {
  const answered = TLS_VERSIONS.filter((version) => {
    const verdict = verdicts.get(version);
    return version !== negotiated && (verdict === 'offered' || verdict === 'refused' || verdict === 'open');
  });
  const lastAnswered = answered.at(-1) ?? '';
  const isUnknown = (version: TlsVersion): boolean => {
    const verdict = verdicts.get(version);
    // The same address still served us after it had hung up.
    if (verdict === 'silent') return version > lastAnswered;
    return verdict !== 'offered' && verdict !== 'refused';
  };
  return {
    offered: TLS_VERSIONS.filter((version) => verdicts.get(version) === 'offered'),
    unknown: TLS_VERSIONS.filter(isUnknown),
  };
}

interface Asked {
  readonly verdict: Verdict;
  readonly alpn: string | null;
}

async function askFor(version: TlsVersion, { open, prepare, alpn }: SurveyOptions): Promise<Asked> {
  await using conversation = await open();
  if (conversation === undefined) return { verdict: 'over', alpn: null };
  if (prepare !== undefined && !(await prepare(conversation))) return { verdict: 'over', alpn: null };
  await conversation.startTls({ version, alpn });
  return { verdict: verdictOf(conversation), alpn: conversation.tls?.alpn ?? null };
}

function verdictOf({ agreedOnTls, tls, end }: Conversation): Verdict {
  // A server that wants a client certificate, or another protocol inside, has agreed to the version before it ends.
  const agreed = agreedOnTls || tls !== undefined || wantsClientCertificate(end?.code) || wantsOtherProtocol(end?.code);
  if (agreed) return 'offered';
  if (refusesVersion(end?.code)) return 'refused';
  if (end?.reason !== 'tls-failed' || end.code === 'ETIMEDOUT') return 'over';
  return end.code === undefined || end.code === 'ECONNRESET' ? 'silent' : 'open';
}
