/** Endpoints that answered for the first time in each of several passes made under equal conditions; `before` were found earlier, under others. */
export interface PassTally {
  readonly before: number;
  readonly firstAnswers: readonly number[];
}

/** Words of one answer in a batch: offset of the endpoint, code with the attempt in its second byte, round-trip time in µs, ms since the session started. */
export const WORDS_OF_ANSWER = 4;
