import type { Severity } from '../../model/report.ts';

/** A severity is never told by colour alone: it has a word and a shape. */
export interface SeverityView {
  readonly id: Severity;
  readonly word: string;
  readonly shape: string;
}

const VIEWS: Readonly<Record<Severity, SeverityView>> = {
  critical: { id: 'critical', word: 'Critical', shape: '◆' },
  high: { id: 'high', word: 'High', shape: '▲' },
  medium: { id: 'medium', word: 'Medium', shape: '■' },
  low: { id: 'low', word: 'Low', shape: '●' },
  info: { id: 'info', word: 'Info', shape: '○' },
};

export function severityView(severity: Severity): SeverityView {
  return VIEWS[severity];
}
