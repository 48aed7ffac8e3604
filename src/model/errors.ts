/** Where in the user's input something is wrong; lines and columns count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

interface UserErrorOptions extends ErrorOptions {
  readonly at?: SourcePosition | undefined;
  /** What the user can do about it, as one sentence. */
  readonly hint?: string | undefined;
}

/** A mistake in what the user gave us. It ends the process with exit code 2, one line, no stack trace. */
export abstract class UserError extends Error {
  abstract readonly code: 'usage' | 'config' | 'rule';
  readonly at: SourcePosition | undefined;
  readonly hint: string | undefined;

  constructor(message: string, options: UserErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.at = options.at;
    this.hint = options.hint;
  }

  /** One line: position, what is wrong, what to do. */
  get line(): string {
    return formatPosition(this.at) + this.message + (this.hint === undefined ? '' : ` - ${this.hint}`);
  }
}

/** A wrong argument, target, port or inventory line. */
export class UsageError extends UserError {
  readonly code = 'usage';
}

/** A wrong key or value in a configuration, scope or waiver file. Where several things are wrong, `problems` has all of them, the first one included. */
export class ConfigError extends UserError {
  readonly code = 'config';
  readonly problems: readonly Problem[];

  constructor(message: string, options: UserErrorOptions & { readonly problems?: readonly Problem[] } = {}) {
    super(message, options);
    this.problems = options.problems ?? [];
  }
}

/** A rule pack that does not load. Carries every problem found, the first one is the message. */
export class RuleError extends UserError {
  readonly code = 'rule';
  readonly problems: readonly Problem[];

  constructor(message: string, options: UserErrorOptions & { readonly problems?: readonly Problem[] } = {}) {
    super(message, options);
    this.problems = options.problems ?? [];
  }
}

/** One of several things wrong with a file. */
export interface Problem {
  readonly at: SourcePosition;
  readonly message: string;
  readonly hint?: string;
}

/** The files of a run cannot be written, such as on a full disk: no mistake in what was asked, and no bug. Exit code 4, one line. */
export class StorageError extends Error {
  readonly code = 'storage';

  constructor(path: string, cause: unknown) {
    super(`cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'StorageError';
  }

  /** One line: what is wrong, what is left. */
  get line(): string {
    return `${this.message} - the run ends here; portreeve judge RUN judges what was saved before`;
  }
}

/** A broken promise inside Portreeve itself: exit code 4 with a stack trace. */
export class InternalError extends Error {
  readonly code = 'internal';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InternalError';
  }
}

/** `file:line:column: `, with whatever of it is known. */
export function formatPosition(at: SourcePosition | undefined): string {
  if (at === undefined) return '';
  return [at.file, at.line, at.column].filter((part) => part !== undefined).join(':') + ': ';
}
