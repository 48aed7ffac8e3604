import type { Report, ReportHost } from '../../model/report.ts';
import { includesPort } from '../port-ranges.ts';

/** What a cell of the exposure map shows, most important first; a cell without a mark was not probed. */
export const MARKS = ['finding', 'missing', 'open', 'error', 'closed', 'filtered'] as const;
export type Mark = (typeof MARKS)[number];

type MarkOf = (host: ReportHost, port: number) => Mark | undefined;

/** The mark of one endpoint in a report. */
export function markReader({ findings }: Report): MarkOf {
  // What is only told for information, such as SSH that can be reached, would drown what must be fixed.
  const failed = new Set(
    findings
      .filter(({ severity, transport }) => severity !== 'info' && transport === 'tcp')
      .map(({ address, port }) => `${address} ${port}`),
  );
  return (host, port) => {
    if (failed.has(`${host.address} ${port}`)) return includesPort(host.open, port) ? 'finding' : 'missing';
    for (const state of ['open', 'error', 'closed', 'filtered'] as const)
      if (includesPort(host[state], port)) return state;
    return undefined;
  };
}

/** The drawing of each mark around a centre: SVG path data, told apart by shape alone. */
export const MARK_SHAPES: Readonly<Record<Mark, (x: number, y: number) => string>> = {
  finding: (x, y) => `M${x} ${y - 6}l6 6-6 6-6-6z`,
  missing: (x, y) => `M${x} ${y - 5}l5 5-5 5-5-5z`,
  open: (x, y) => `M${x - 4.5} ${y}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z`,
  error: (x, y) => `M${x - 5} ${y + 5}l10-10M${x - 5} ${y}l5-5M${x} ${y + 5}l5-5`,
  closed: (x, y) => `M${x - 2.5} ${y}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z`,
  filtered: (x, y) => `M${x - 2} ${y}h4`,
};
