/** Stable; 0, 1, 3 and 130 come with the report's outcome. */
export const EXIT = {
  clean: 0,
  failed: 1,
  usage: 2,
  incomplete: 3,
  internal: 4,
  interrupted: 130,
} as const;

/** As it stands in `--help`. */
export const EXIT_CODE_TABLE = `Exit codes:
    0  assessed and clean
    1  policy failed
    2  usage or configuration; nothing was scanned
    3  incomplete: too much could not be assessed
    4  internal error, or the run could not be saved
  130  interrupted`;
