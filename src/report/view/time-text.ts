/** RFC 3339 as people read it: `2026-03-01 09:30:05 UTC`. Text of another form is left as it is. */
export function timeText(rfc3339: string): string {
  return rfc3339.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, '$1 $2 UTC');
}
