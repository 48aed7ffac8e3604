import { formatPorts } from '../../model/ports.ts';
import type { ExplainedCheck, ExplainedQuestion, Explanation } from '../../index.ts';
import { columns } from './columns.ts';

const EFFECTS: Readonly<Record<ExplainedCheck['effect'], string>> = {
  none: 'none: nothing is left behind but a connection',
  session: 'session: one is opened or refused under no real name; the service may log it',
  logged: 'logged: counts as a failed login',
};

const PAYLOADS: Readonly<Record<Explanation['payload'], string | null>> = {
  any: null,
  'after-greeting': 'Controllers use this port: unless it greets, nothing is sent to it without --ics.',
  none: 'Printers use this port: nothing is sent to it, unless the inventory says allow_payload.',
};

/** What would be asked, for people. */
export function explanationText({ port, usual, payload, checks, others }: Explanation): readonly string[] {
  const about = PAYLOADS[payload];
  const [open, last] = [`Port ${port}`, usual === null ? 'has no usual service' : `is usually ${usual}`];
  return [
    ...(port === null ? [] : [`${open} ${last}.`, ...(about === null ? [] : [about]), '']),
    ...(port !== null && checks.length === 0 ? ['No check expects it: a greeting is waited for.', ''] : []),
    ...checks.flatMap((check) => [...checkText(check), '']),
    ...(others.length === 0 ? [] : [`Where none of this answers, with --identify all: ${others.join(', ')}.`]),
  ];
}

function checkText(check: ExplainedCheck): readonly string[] {
  const { name, product, ics, effect, speaksFirst, sends, reading, source } = check;
  const rows = [
    ['  ports', portsText(check)],
    ['  effect', EFFECTS[effect]],
    ['  speaks first', speaksFirst],
    ...(ics ? [['  asked', 'with --ics only, and on these ports only']] : []),
    ['  reading', reading],
    ['  source', source],
  ];
  return [
    product === null ? name : `${name} (${product}, over HTTP)`,
    ...columns(rows),
    ...(sends.length === 0 ? ['  sends nothing of its own'] : sends.flatMap(questionText)),
  ];
}

function portsText({ ports, transport }: ExplainedCheck): string {
  if (ports.length === 0) return 'none of its own: known wherever HTTP is spoken';
  return `${formatPorts(ports)}${transport === 'udp' ? ' (UDP, asked with --udp only)' : ''}`;
}

function questionText({ name, hex, text, varies }: ExplainedQuestion): readonly string[] {
  return [`  sends ${name}${varies ? ' (an example: parts vary)' : ''}`, `    ${hex}`, `    ${text}`];
}
