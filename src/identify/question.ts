/** One thing that a check may send. Where parts of it vary (host, random name) the declared bytes are an example. */
export interface Question {
  /** How the evidence calls it, such as `PING`. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Where parts of the bytes vary: what all of them look like as latin1 text, from `^` to `$`. */
  readonly pattern?: RegExp;
}
