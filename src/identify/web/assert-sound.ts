import { InternalError } from '../../model/errors.ts';
import { buildRequest } from './request.ts';
import type { AccessReading, Marker, Proof, WebApplication, WebQuestion } from './web-application.ts';

/** Different paths that are asked of every server which tells nothing. */
const MOST_QUIET_PATHS = 20;

/**
 * Refuses a table that could send what it must not, or read more into a reply than it says.
 * @throws InternalError naming the first entry that is unsound
 */
export function assertSound(applications: readonly WebApplication[]): void {
  const names = applications.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new InternalError(`web application ${twice} is listed twice`);
  for (const application of applications) {
    const complaint = complaintAbout(application);
    if (complaint !== undefined) throw new InternalError(`web application ${application.name}: ${complaint}`);
  }
  const clash = questionsThatClash(applications.flatMap(questionsOf));
  if (clash !== undefined) throw new InternalError(`${clash} is asked in two ways under one name`);
  const quiet = applications.filter(({ rootTellsNothing }) => rootTellsNothing === true);
  const paths = new Set(
    quiet
      .flatMap(proofsOf)
      .map(({ path }) => path)
      .filter((path) => path !== '/'),
  );
  if (paths.size > MOST_QUIET_PATHS) throw new InternalError(`${paths.size} paths for servers that tell nothing`);
}

function complaintAbout(application: WebApplication): string | undefined {
  const { name, hints, identify, access, rootTellsNothing } = application;
  if (!/^[a-z][a-z\d-]*$/.test(name)) return 'the name is no service name';
  if (identify === undefined && hints.every(({ proves }) => proves !== true)) return 'nothing proves it';
  if (rootTellsNothing === true && identify === undefined) return 'it has no question for servers that tell nothing';
  const markers = [...hints, ...proofsOf(application).flatMap(({ marker }) => marker)];
  const readings = access.flatMap((question) => question.readings);
  if (!expressionsOf(application).every(({ global, sticky }) => !global && !sticky)) return 'an expression keeps state';
  if (!markers.every(isTelling)) return 'a marker matches whatever is said';
  if (!readings.every(isProof)) return 'access is granted on a status alone';
  return questionsOf(application)
    .map(complaintAboutQuestion)
    .find((complaint) => complaint !== undefined);
}

/** The questions that prove an entry, none where a hint does. */
export function proofsOf({ identify }: WebApplication): readonly Proof[] {
  return identify === undefined ? [] : [identify].flat();
}

/** Everything that an entry may ask. */
export function questionsOf(application: WebApplication): readonly WebQuestion[] {
  const { access, facts = [] } = application;
  return [...proofsOf(application), ...access, ...facts.map(({ question }) => question)];
}

/** Replies are remembered by the name of their question. */
function questionsThatClash(questions: readonly WebQuestion[]): string | undefined {
  const bytes = new Map<string, string>();
  return questions
    .map((question) => buildRequest(question, 'host.example', 8080))
    .find((question) => {
      const text = question.bytes.toString('latin1');
      const earlier = bytes.get(question.name) ?? text;
      bytes.set(question.name, text);
      return earlier !== text;
    })?.name;
}

function complaintAboutQuestion({ path, method = 'GET', body, contentType, ...rest }: WebQuestion): string | undefined {
  if (!/^\/[\w\-.~!$&'()*+,;=:@%/?[\]{}"]*$/.test(path)) return `${path} is no path`;
  if (method === 'POST' && rest.readOnlyBecause === undefined) return `nothing says why POST ${path} changes nothing`;
  if (method !== 'POST' && body !== undefined) return `${path} is asked with a body`;
  if (body !== undefined && !/^[\x20-\x7e]*$/.test(body)) return `the body for ${path} is not printable`;
  return contentType === undefined || /^[\w.+/-]+$/.test(contentType) ? undefined : `${contentType} is no media type`;
}

/** A status alone tells no product. */
function isTelling({ header, title, body, path, certificate }: Marker): boolean {
  return (
    header !== undefined || title !== undefined || body !== undefined || path !== undefined || certificate !== undefined
  );
}

function isProof({ access, header, title, body }: AccessReading): boolean {
  return access !== 'none-required' || header !== undefined || title !== undefined || body !== undefined;
}

/** Every regular expression of an entry. */
export function expressionsOf(application: WebApplication): readonly RegExp[] {
  const { hints, access, version, facts = [] } = application;
  const proofs = proofsOf(application);
  const markers: readonly (Marker | AccessReading)[] = [
    ...hints,
    ...proofs.flatMap(({ marker }) => marker),
    ...access.flatMap(({ readings }) => readings),
  ];
  const parts = markers.flatMap(({ header, title, body }) => [header?.[1], title, body]);
  const certificates = hints.map(({ certificate }) => certificate);
  const others = [version, ...proofs.map((proof) => proof.version), ...facts.map(({ pattern }) => pattern)];
  return [...parts, ...certificates, ...others].filter((expression) => expression !== undefined);
}
