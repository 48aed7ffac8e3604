import type { Endpoint } from '../model/observation.ts';
import type { Evidence, Identification, TlsFacts } from '../model/service.ts';
import { usualService } from '../model/usual-services.ts';
import type { Found } from './ask-in-turn.ts';
import { SILENCE_KEPT } from './inquiry.ts';

/** What the protocol that answered proves. */
export function identificationOf({ check, answer, tls, evidence }: Found): Identification {
  const { product, version, confidence, details } = answer;
  return {
    service: {
      name: answer.name ?? check.name,
      product,
      version,
      tls: tls !== undefined || check.name === 'tls',
      method: 'probed',
      confidence,
    },
    access: wantsCertificate(tls) ? 'required' : answer.access,
    ...(tls === undefined ? {} : { tls }),
    details,
    evidence,
  };
}

/** A TLS 1.3 server that ends for want of a client certificate asks for credentials, whatever it protects. */
function wantsCertificate(tls: TlsFacts | undefined): boolean {
  return tls?.clientCertificateRequired === true;
}

/** Characters of its first words that are kept as a fact, already printable. */
const SAID_KEPT = 80;
/** As `printable` writes them. */
const LINE_ENDS = /(?:\\x0d|\\x0a)+$/;

/** The port number is a guess and no proof: access stays unknown, and the evidence holds what was said all the same. */
export function unrecognized(endpoint: Endpoint, evidence: readonly Evidence[]): Identification {
  const usual = usualService(endpoint.port);
  const answered = evidence.filter(({ received }) => received !== '');
  return {
    service: {
      name: usual ?? 'unknown',
      product: null,
      version: null,
      tls: false,
      method: 'port-number',
      confidence: usual === undefined ? 0 : 3,
    },
    access: 'unknown',
    details:
      answered[0] === undefined ? {} : { 'unknown.said': answered[0].text.replace(LINE_ENDS, '').slice(0, SAID_KEPT) },
    evidence: [...new Set([...answered, ...evidence])].slice(0, SILENCE_KEPT),
  };
}
