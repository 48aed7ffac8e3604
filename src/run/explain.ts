import { closest } from '../model/closest.ts';
import { UsageError } from '../model/errors.ts';
import type { Effect } from '../model/effect.ts';
import type { Transport } from '../model/observation.ts';
import { isPort } from '../model/ports.ts';
import { printable } from '../model/printable.ts';
import { usualService } from '../model/usual-services.ts';
import { createGate } from '../net/gate.ts';
import { CAUTIOUS, payloadTo, type Payload } from '../net/payload.ts';
import type { Check } from '../identify/check.ts';
import { DATAGRAM_CHECKS } from '../identify/datagrams/datagram-checks.ts';
import type { DatagramCheck } from '../identify/datagrams/datagram-check.ts';
import type { Question } from '../identify/question.ts';
import { http } from '../identify/checks/http.ts';
import { APPLICATIONS } from '../identify/web/applications.ts';
import type { WebApplication } from '../identify/web/web-application.ts';
import { readingOf, sendsOf } from './explain-application.ts';
import { CHECKS } from '../identify/checks.ts';
import { tls } from '../identify/checks/tls.ts';
import { stagesOf } from '../identify/interrogate.ts';

/** One thing that a check may send. */
export interface ExplainedQuestion {
  readonly name: string;
  /** The bytes as lower-case hex, and as printable text. Where they vary, these are an example. */
  readonly hex: string;
  readonly text: string;
  /** Whether parts of the bytes change from target to target: a host name, a random name. */
  readonly varies: boolean;
}

/** A check as a careful owner of the target wants to know it. */
export interface ExplainedCheck {
  readonly name: string;
  /** The product, for a web application: the check is then HTTP's. */
  readonly product: string | null;
  readonly transport: Transport;
  readonly ports: readonly number[];
  /** Whether it is asked with `--ics` only. */
  readonly ics: boolean;
  readonly effect: Effect;
  readonly speaksFirst: 'server' | 'client';
  readonly sends: readonly ExplainedQuestion[];
  /** How the replies are read. */
  readonly reading: string;
  readonly source: string;
}

/** What would be asked on a port, or by the checks of a service. */
export interface Explanation {
  /** Null where a service was asked for. */
  readonly port: number | null;
  /** The usual occupant of the port. */
  readonly usual: string | null;
  /** What the port may be sent where nothing was said; `any` for a service. */
  readonly payload: Payload;
  /** In the order in which they are asked. */
  readonly checks: readonly ExplainedCheck[];
  /** Names of those that are asked after them, in mode all. */
  readonly others: readonly string[];
}

/** @throws UsageError for what is neither a port nor the name of a check */
export function explain(subject: string): Explanation {
  return /^\d+$/.test(subject) ? explainPort(Number(subject)) : explainService(subject);
}

function explainPort(port: number): Explanation {
  if (!isPort(port)) throw new UsageError(`port ${port} is outside 1-65535`);
  const endpoint = { address: '127.0.0.1', port, transport: 'tcp' } as const;
  const gate = createGate([], [], { ics: true, isLifted: () => true });
  const [expected, ...later] = stagesOf({ endpoint, host: '', gate, deadlineMs: 0 }, 'all');
  const own = [...(tls.ports.includes(port) ? [tls] : []), ...(expected?.candidates ?? [])];
  const others = later.flatMap(({ candidates }) => candidates);
  return {
    port,
    usual: usualService(port) ?? usualService(port, 'udp') ?? null,
    payload: payloadTo(CAUTIOUS, endpoint.address, port),
    checks: [
      ...[...new Set(own)].map((check) =>
        check === http ? explained({ ...http, sends: http.sends.slice(0, 1) }) : explained(check),
      ),
      ...APPLICATIONS.filter(({ ports }) => ports.includes(port)).map(explainedApplication),
      ...DATAGRAM_CHECKS.filter(({ ports }) => ports.includes(port)).map(explainedDatagrams),
    ],
    others: others.filter((check) => !own.includes(check)).map(({ name }) => name),
  };
}

function explainService(name: string): Explanation {
  const wanted = name.toLowerCase();
  const checks = [
    ...CHECKS.filter((check) => check.name === wanted).map(explained),
    ...APPLICATIONS.filter((application) => application.name === wanted).map(explainedApplication),
    ...DATAGRAM_CHECKS.filter((check) => check.name === wanted).map(explainedDatagrams),
  ];
  if (checks.length > 0) return { port: null, usual: null, payload: 'any', checks, others: [] };
  const near = closest(
    name,
    [...CHECKS, ...APPLICATIONS, ...DATAGRAM_CHECKS].map((known) => known.name),
  );
  throw new UsageError(`"${printable(name, 64)}" is no port and no service that is asked`, {
    hint: near === undefined ? 'write a port number, or a name such as redis' : `did you mean ${near}?`,
  });
}

function explained({ name, ports, group, effect, speaksFirst, sends, reading, source }: Check): ExplainedCheck {
  const about = { name, product: null, transport: 'tcp', ports, effect, speaksFirst, source } as const;
  return { ...about, ics: group === 'ics', sends: sends.map(explainedQuestion), reading };
}

function explainedApplication(application: WebApplication): ExplainedCheck {
  const { name, product, ports, source } = application;
  return {
    ...explained({ ...http, name, ports, source, sends: sendsOf(application) }),
    product,
    reading: readingOf(application),
  };
}

function explainedDatagrams({ name, ports, effect, reading, source, questions }: DatagramCheck): ExplainedCheck {
  const [port = 0] = ports;
  return {
    name,
    product: null,
    transport: 'udp',
    ports,
    ics: false,
    effect,
    speaksFirst: 'client',
    // Ids are random in every question.
    sends: questions({ port, snmpPublic: true }).map((question) => ({ ...explainedQuestion(question), varies: true })),
    reading,
    source,
  };
}

function explainedQuestion({ name, bytes, pattern }: Question): ExplainedQuestion {
  return {
    name,
    hex: bytes.toString('hex'),
    text: printable(bytes.toString('latin1'), 1024),
    varies: pattern !== undefined,
  };
}
