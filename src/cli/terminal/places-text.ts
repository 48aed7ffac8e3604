import { countText, plural } from '../../model/quantity-text.ts';
import { printable } from '../../model/printable.ts';
import type { Report } from '../../model/report.ts';

const HEALTH = {
  confirmed: 'sees its control',
  'no-control': 'without a control',
  failed: 'does not see its control: its silence proves nothing',
} as const satisfies Record<Report['vantages'][number]['health'], string>;

/** Where the probes started, where that is more than this machine. */
export function vantageLines({ vantages }: Report): readonly string[] {
  if (vantages.length < 2 && vantages.every(({ health }) => health !== 'failed')) return [];
  return vantages.map(({ id, zone, tool, states, health }) => {
    const place = zone === null ? id : `${id} (${zone})`;
    const by = tool === 'portreeve' ? '' : `, ${printable(tool, 32)}`;
    return `From ${printable(place, 96)}${by}: ${countText(states.open)} open, ${countText(states.closed)} closed, ${countText(states.filtered)} filtered; ${HEALTH[health]}`;
  });
}

/** How the network differs from what was approved. */
export function intentLines({ intent }: Report): readonly string[] {
  if (intent === null) return [];
  const { rows: register } = intent;
  const matched = register.reduce((total, { cells }) => total + cells.matched, 0);
  const deviating = register.reduce((total, { cells }) => total + cells.deviating, 0);
  const notAssessed = register.reduce((total, { cells }) => total + cells.notAssessed, 0);
  const kinds = new Map<string, number>();
  for (const { deviation } of intent.deviations) kinds.set(deviation, (kinds.get(deviation) ?? 0) + 1);
  const which = [...kinds].map(([kind, count]) => `${countText(count)} ${kind}`).join(', ');
  const expired = register.filter(({ state }) => state === 'expired').length;
  const unused = register.filter(({ state }) => state === 'unused').length;
  const rows = [
    ...(expired > 0 ? [`${plural(expired, 'row')} expired`] : []),
    ...(unused > 0 ? [`${plural(unused, 'row')} met by nothing`] : []),
    ...(intent.overdue ? ['its review is overdue'] : []),
  ];
  return [
    `Intent: ${countText(matched)} as approved, ${plural(deviating, 'deviation')}${which === '' ? '' : ` (${which})`}, ${countText(notAssessed)} not assessed${rows.length === 0 ? '' : `; ${rows.join(', ')}`}`,
  ];
}

/** What each firewall configuration says against what was seen. */
export function declaredLines({ declared }: Report): readonly string[] {
  return declared.flatMap(({ source, lines, undeclared, undeclaredOmitted, warnings }) => {
    const of = (status: string): number => lines.filter((line) => line.status === status).length;
    const open = undeclared.length + undeclaredOmitted;
    const more = open === 0 ? '' : `; ${plural(open, 'open endpoint')} not allowed`;
    return [
      `Declared by ${printable(source.path, 96)}: ${plural(of('confirmed'), 'line')} confirmed, ${countText(of('contradicted'))} contradicted, ${countText(of('not-observed'))} not observed, ${countText(of('not-compared'))} not compared${more}`,
      ...lines
        .filter(({ status }) => status === 'contradicted')
        .slice(0, 10)
        .map(({ at, text, because }) => `  ${printable(`${at}: ${text}: ${because}`, 240)}`),
      ...warnings.slice(0, 5).map((warning) => `  ${printable(warning, 240)}`),
    ];
  });
}
