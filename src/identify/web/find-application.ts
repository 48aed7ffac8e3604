import type { DetailValue } from '../../model/detail-value.ts';
import type { Facts } from '../../model/facts.ts';
import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Conversation } from '../conversation.ts';
import type { HttpResponse } from '../http-response.ts';
import { APPLICATIONS } from './applications.ts';
import { proofsOf } from './assert-sound.ts';
import { matches, matchesAny, textOf, type Page } from './matches.ts';
import { originOf, pathOfRedirect } from './request.ts';
import { tellsNothing } from './tells-nothing.ts';
import type { WebApplication } from './web-application.ts';
import type { WebSession } from './web-session.ts';

/** What answers on a web server, beyond the server itself. */
export interface FoundApplication {
  readonly application: WebApplication;
  readonly version: string | null;
  readonly access: Access;
  readonly facts: Facts;
}

/** Where a web server is asked for, and what it showed of itself before it was asked. */
export type WebPlace = Pick<Conversation, 'host' | 'port' | 'tls'>;

/** After so many milliseconds nothing is asked any more that nothing said by the server leads to. */
const BLIND_MS = 8000;

/** What is needed of a session. */
export type Asker = Pick<WebSession, 'ask' | 'replies'>;

const REDIRECTS_FOLLOWED = 2;

/** Names the application that proves itself, if any of the table does. */
export async function findApplication(
  session: Asker,
  response: HttpResponse,
  place: WebPlace,
): Promise<FoundApplication | undefined> {
  const started = performance.now();
  const root = { path: '/', response, certificate: place.tls?.subject ?? undefined };
  const pages = await follow(session, root, place);
  for (const { application, isBlind } of candidates(pages, place.port)) {
    if (isBlind && performance.now() - started > BLIND_MS) break;
    const proof = await prove(session, pages, application);
    if (proof !== undefined) return describe(session, pages, proof);
    // Whoever says the same to every question, such as 401, would be asked for nothing, and would write it all to its log.
    if (isBlind && (await answersAlike(session, response, application))) break;
  }
  return undefined;
}

async function answersAlike(session: Asker, response: HttpResponse, application: WebApplication): Promise<boolean> {
  const [proof] = proofsOf(application);
  const reply = proof === undefined ? undefined : await session.ask(proof);
  return reply?.status === response.status && reply.status !== 404 && reply.body === response.body;
}

interface Candidate {
  readonly application: WebApplication;
  /** Nothing said by the server leads to it. */
  readonly isBlind: boolean;
}

interface Named {
  readonly application: WebApplication;
  readonly version: string | undefined;
}

/** The first page, and those that its redirects lead to on the same server. */
async function follow(session: Asker, root: Page, place: WebPlace): Promise<readonly Page[]> {
  const pages = [root];
  for (let page = root; pages.length <= REDIRECTS_FOLLOWED;) {
    const location = page.response.headers.get('location');
    if (location === undefined || page.response.status < 300 || page.response.status > 399) break;
    const path = pathOfRedirect(location, page.path, originOf(place));
    const response = path === undefined ? undefined : await session.ask({ path });
    if (path === undefined || response === undefined) break;
    page = { path, response };
    pages.push(page);
  }
  return pages;
}

/** Those that the pages prove, those that they hint at, those that usually live on the port, and, where the pages tell nothing, those that never do. */
function candidates(pages: readonly Page[], port: number): readonly Candidate[] {
  const hinted = APPLICATIONS.filter((application) => isHinted(application, pages, false));
  const proven = hinted.filter((application) => isHinted(application, pages, true));
  const usual = APPLICATIONS.filter(({ ports, identify }) => identify !== undefined && ports.includes(port));
  const quiet = pages.every(({ response }) => tellsNothing(response))
    ? APPLICATIONS.filter(({ rootTellsNothing }) => rootTellsNothing === true)
    : [];
  return [...new Set([...proven, ...hinted, ...usual, ...quiet])].map((application) => ({
    application,
    isBlind: !hinted.includes(application),
  }));
}

function isHinted({ hints }: WebApplication, pages: readonly Page[], provesOnly: boolean): boolean {
  return hints.some((marker) => (marker.proves === true || !provesOnly) && pages.some((page) => matches(marker, page)));
}

async function prove(session: Asker, pages: readonly Page[], application: WebApplication): Promise<Named | undefined> {
  const isProven = isHinted(application, pages, true);
  for (const proof of proofsOf(application)) {
    const response = await session.ask(proof);
    if (response !== undefined && matchesAny(proof.marker, { path: proof.path, response }))
      return { application, version: versionIn(response, proof.version) };
  }
  return isProven ? { application, version: undefined } : undefined;
}

async function describe(session: Asker, pages: readonly Page[], proof: Named): Promise<FoundApplication> {
  const { application } = proof;
  const access = await readAccess(session, pages, application);
  const facts = await readFacts(session, application);
  const version = proof.version ?? session.replies.map((reply) => versionIn(reply, application.version)).find(isTold);
  return { application, version: version === undefined ? null : printable(version, 80), access, facts };
}

async function readAccess(session: Asker, pages: readonly Page[], application: WebApplication): Promise<Access> {
  for (const question of application.access) {
    const response = await session.ask(question);
    if (response === undefined) continue;
    const reading = question.readings.find((marker) => matches(marker, { path: question.path, response }));
    if (reading !== undefined) return reading.access;
  }
  return pages.some(({ response }) => response.status === 401) ? 'required' : 'unknown';
}

async function readFacts(session: Asker, { facts = [] }: WebApplication): Promise<Facts> {
  const found: Record<string, DetailValue> = {};
  for (const { name, question, pattern, value } of facts) {
    const response = await session.ask(question);
    const match = response === undefined ? null : pattern.exec(textOf(response));
    const text = match?.[1];
    if (match !== null && value !== undefined) found[name] = value;
    else if (text !== undefined) found[name] = printable(text, 200);
  }
  return found;
}

/** What the first group says that took part in the match. */
function versionIn(response: HttpResponse, expression: RegExp | undefined): string | undefined {
  return expression?.exec(textOf(response))?.slice(1).find(isTold);
}

function isTold(text: string | undefined): text is string {
  return text !== undefined;
}
