import type { DetailValue } from '../../model/detail-value.ts';
import type { FactName } from '../../model/facts.ts';
import type { Access } from '../../model/service.ts';

/** One or several statuses. */
export type Statuses = number | readonly number[];

/** What a reply must look like: every part that is given must match. Expressions are linear, without the flags g and y. */
export interface Marker {
  readonly status?: Statuses;
  /** Name in lower case. */
  readonly header?: readonly [name: string, value: RegExp];
  readonly title?: RegExp;
  /** Matched against the first 16 KiB of the body, chunks joined. */
  readonly body?: RegExp;
  /** Matched against the subject of the certificate, in the answer to GET / only. */
  readonly certificate?: RegExp;
  /** What the path begins with that a redirect of `/` leads to. */
  readonly path?: string;
  /** No other product answers so: no further question is needed to name the application. */
  readonly proves?: boolean;
}

/** One question to a web application. It changes nothing there. */
export interface WebQuestion {
  /** Path and query, beginning with `/`. */
  readonly path: string;
  /** GET where nothing is said. */
  readonly method?: 'GET' | 'POST' | 'HEAD';
  readonly body?: string;
  readonly contentType?: string;
  /** Demanded of a POST: why it reads only. */
  readonly readOnlyBecause?: string;
  /** Sent with `Host: localhost`, for servers that answer to addresses and localhost only (their protection against DNS rebinding). */
  readonly asLocalhost?: true;
}

/** A question whose answer names the application: any one of several markers suffices. */
export interface Proof extends WebQuestion {
  readonly marker: Marker | readonly Marker[];
  readonly version?: RegExp;
}

/** How a reply to an access question is read. What grants access must show it in the body or a header: some sites answer 200 to every path. */
export interface AccessReading extends Omit<Marker, 'path' | 'certificate' | 'proves'> {
  readonly access: Access;
}

/** One HTTP application: how it is recognised, and what tells whether a stranger may use it. Data only. */
export interface WebApplication {
  /** The service name, lower case; as in usual-services where it is there. */
  readonly name: string;
  readonly product: string;
  /** Where it usually lives; there its question is asked whatever `/` says. */
  readonly ports: readonly number[];
  /** What betrays it in the answer to GET / or wherever a redirect leads: any one suffices to ask its question, or with `proves` to name it. */
  readonly hints: readonly Marker[];
  /** `/` of it may tell nothing (404, 401, bare JSON): its question is asked of every server that tells so little. At most 20 paths in the whole table. */
  readonly rootTellsNothing?: true;
  /** The questions that prove it and tell the version, asked in turn; absent where a hint is proof itself. */
  readonly identify?: Proof | readonly Proof[];
  /**
   * The first group that took part is the version, in the pages that `/` led to or in the answer to any question. Versions are searched in header lines (`name: value`,
   * names in lower case), an empty line and the body, in this order.
   */
  readonly version?: RegExp;
  /** Asked in turn until a reading decides; the first reading that matches holds. Without any, 401 at `/` is `required`, all else `unknown`. */
  readonly access: readonly (WebQuestion & { readonly readings: readonly AccessReading[] })[];
  /** Facts read from the reply to a question: group 1 of the pattern, or the given value where the pattern matches. */
  readonly facts?: readonly {
    readonly name: FactName;
    readonly question: WebQuestion;
    readonly pattern: RegExp;
    readonly value?: DetailValue;
  }[];
  /** Documentation that the paths and readings are taken from. */
  readonly source: string;
}
