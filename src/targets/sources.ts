/** Everything that loading targets needs from outside; nothing here reads files or asks the network by itself. */
export interface Sources {
  readText(path: string): Promise<string>;
  isFile(path: string): Promise<boolean>;
  readStdin(): Promise<string>;
  /** Every A and AAAA record as literal addresses; none where the name does not exist. */
  resolve(name: string): Promise<readonly string[]>;
  now(): Date;
  /** `schemas/scope.v1.schema.json`, asked for only where there is a scope file. */
  scopeSchema(): Promise<object>;
}

/** A file that the run is made from, kept so that its digest can be recorded. */
export interface InputFile {
  readonly kind: 'targets' | 'exclude' | 'scope';
  /** As given; `-` for standard input. */
  readonly path: string;
  readonly text: string;
}
