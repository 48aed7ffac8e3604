import type { Access } from '../../../src/model/service.ts';
import type { Facts } from '../../../src/model/facts.ts';

/** What a web server says to one question. */
export interface WebReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A web server as its documentation or its source describes it, and what must be found out about it. */
export interface WebCase {
  /** By path and query; a question with another method than GET by `POST /path`. */
  readonly pages: Readonly<Record<string, WebReply>>;
  /** Known by the question for its usual port alone. */
  readonly onUsualPort?: true;
  /** What it says to everything else; 404 where nothing is said. */
  readonly otherwise?: WebReply;
  readonly access: Access;
  readonly version?: string;
  readonly details?: Facts;
}

/** Every case by application and what is special about it. */
export type WebCases = Readonly<Record<string, Readonly<Record<string, WebCase>>>>;

export function reply(status: number, headers: Readonly<Record<string, string>>, body = ''): WebReply {
  return { status, headers, body };
}

export function html(title: string, body = '', headers: Readonly<Record<string, string>> = {}): WebReply {
  const page = `<!DOCTYPE html><html><head><title>${title}</title></head><body>${body}</body></html>`;
  return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers }, body: page };
}

export function json(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): WebReply {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body };
}

export function plain(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): WebReply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body };
}

export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): WebReply {
  return { status: 302, headers: { Location: location, ...headers }, body: '' };
}

/** 401 with a challenge. */
export function asks(challenge: string, body = '', headers: Readonly<Record<string, string>> = {}): WebReply {
  return { status: 401, headers: { 'WWW-Authenticate': challenge, ...headers }, body };
}
