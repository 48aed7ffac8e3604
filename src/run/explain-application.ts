import { buildRequest } from '../identify/web/request.ts';
import { proofsOf, questionsOf } from '../identify/web/assert-sound.ts';
import type { AccessReading, Marker, WebApplication } from '../identify/web/web-application.ts';
import { nameOf } from '../identify/web/request.ts';
import type { Question } from '../identify/question.ts';

/** What a web application may be asked, each question once. Host and port are examples. */
export function sendsOf(application: WebApplication): readonly Question[] {
  const [port = 80] = application.ports;
  const questions = [{ path: '/' }, ...questionsOf(application)];
  return [...new Map(questions.map((question) => [nameOf(question), question])).values()].map((question) =>
    buildRequest(question, 'host.example', port),
  );
}

/** In a sentence for each question: which answers prove the application, and which say who may use it. */
export function readingOf(application: WebApplication): string {
  const { hints, access } = application;
  const proving = hints.filter(({ proves }) => proves === true).map((hint) => `GET / with ${markerText(hint)}`);
  const proofs = proofsOf(application).flatMap((proof) =>
    [proof.marker].flat().map((marker) => `${nameOf(proof)} with ${markerText(marker)}`),
  );
  const readings = access.map(
    (question) =>
      `${nameOf(question)}: ${question.readings.map((reading) => `${readingText(reading)} means ${reading.access}`).join(', ')}.`,
  );
  return [
    `Proved by ${[...proving, ...proofs].join(', or ')}.`,
    ...readings,
    'Where nothing decides, 401 at / means required, and all else leaves access unknown.',
  ].join(' ');
}

function markerText({ status, header, title, body, certificate, path }: Marker): string {
  const parts = [
    status === undefined ? undefined : `status ${[status].flat().join(' or ')}`,
    header === undefined ? undefined : `header ${header[0]}: ${header[1].source}`,
    title === undefined ? undefined : `title ${title.source}`,
    body === undefined ? undefined : `body ${body.source}`,
    certificate === undefined ? undefined : `certificate ${certificate.source}`,
    path === undefined ? undefined : `a redirect to ${path}`,
  ];
  return parts.filter((part) => part !== undefined).join(' and ');
}

function readingText(reading: AccessReading): string {
  const text = markerText(reading);
  return text === '' ? 'any other answer' : text;
}
