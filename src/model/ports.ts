/** Whether a number is a TCP or UDP port that can be probed; port 0 is reserved (RFC 6335, section 6). */
export function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** Ports as ascending ranges, `22,80,8000-8010`; any order and repetitions are accepted, no ports give the empty text. */
export function formatPorts(ports: readonly number[]): string {
  const runs: { readonly first: number; last: number }[] = [];
  for (const port of [...new Set(ports)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === port - 1) run.last = port;
    else runs.push({ first: port, last: port });
  }
  return runs.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}
