export interface TimeSpan {
  add(time: string | undefined): void;
  /** The first and the last of the times, null where there was none. */
  span(): { readonly startedAt: string | null; readonly finishedAt: string | null };
}

/** When a scan was at work, by the times of its records: RFC 3339 in UTC with milliseconds, which sort as text. */
export function timeSpan(): TimeSpan {
  let first: string | null = null;
  let last: string | null = null;
  return {
    add(time) {
      if (time === undefined) return;
      if (first === null || time < first) first = time;
      if (last === null || time > last) last = time;
    },
    span: () => ({ startedAt: first, finishedAt: last }),
  };
}
