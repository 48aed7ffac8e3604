import type { Access } from '../../../src/model/service.ts';

/** Status, header lines and body; a text alone is a 200 with JSON. */
export type Reply = string | readonly [status: number, headers: readonly string[], body: string];

/** What an application says, by path, and what must be read from it. Paths that are missing are answered with `elsewhere`. */
export interface SpokenCase {
  readonly name: string;
  readonly version: string | null;
  readonly access: Access;
  readonly replies: Readonly<Record<string, Reply>>;
  /** A 404 of Go's net/http where nothing is said. */
  readonly elsewhere?: Reply;
}

export const NOT_FOUND: Reply = [404, ['Content-Type: text/plain; charset=utf-8'], '404 page not found\n'];

export function page(title: string, body = '', headers: readonly string[] = []): Reply {
  return [
    200,
    ['Content-Type: text/html', ...headers],
    `<!doctype html><html><head><title>${title}</title></head>${body}</html>`,
  ];
}

export function redirect(location: string, ...headers: readonly string[]): Reply {
  return [302, [`Location: ${location}`, ...headers], ''];
}

export function denied(status: 401 | 403, body = '', ...headers: readonly string[]): Reply {
  return [status, ['Content-Type: application/json', ...headers], body];
}
