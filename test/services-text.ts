import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../src/identify/check.ts';
import { CHECKS } from '../src/identify/checks.ts';
import { DATAGRAM_CHECKS } from '../src/identify/datagrams/datagram-checks.ts';
import { APPLICATIONS } from '../src/identify/web/applications.ts';
import { ACCESS } from '../src/model/service.ts';
import { udpPorts } from '../src/model/udp-services.ts';

const MOST_PORTS = 6;
const code = (text: string): string => `\`${text}\``;
const byName = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
  list.toSorted((a, b) => (a.name < b.name ? -1 : 1));

function portsOf({ ports }: { readonly ports: readonly number[] }): string {
  const shown = ports.slice(0, MOST_PORTS).join(', ');
  return ports.length > MOST_PORTS ? `${shown}, ...` : shown || 'any';
}

function accessText(otherwise: string, can: (access: string) => boolean): string {
  const told = ACCESS.filter((access) => access !== 'unknown' && can(access));
  return told.map(code).join(', ') || otherwise;
}

/** What the code of a check can give. Other facts have some of these words, too: where access is nothing but unknown, they are such. */
export function accessIn(path: string): string {
  const program = readFileSync(join(import.meta.dirname, '../src/identify', `${path}.ts`), 'utf8')
    .replaceAll(/^ *(?:\/\*\*|\*|\/\/).*$/gm, '')
    .replaceAll(/^ {2}reading:\s+.*$/gm, '')
    .replaceAll("access: 'unknown'", '');
  return accessText('stays unknown', (access) => /\baccess\b/i.test(program) && program.includes(`'${access}'`));
}

function table(head: string, rows: readonly (readonly string[])[]): string {
  const cells = head.split(', ');
  return [cells, cells.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const tcpTable = (checks: readonly Check[]): string =>
  table(
    'service, usual ports, speaks first, effect, access that can be told',
    byName(checks).map((check) => {
      const { name, speaksFirst, effect } = check;
      return [code(name), portsOf(check), speaksFirst, effect, accessIn(`checks/${name}`)];
    }),
  );

const webRows = byName(APPLICATIONS).map((application) => {
  const readings = application.access.flatMap((question) => question.readings);
  const told = accessText('no question', (access) => readings.some((reading) => reading.access === access));
  return [code(application.name), application.product, portsOf(application), told];
});

const udpRows = byName(DATAGRAM_CHECKS).map((check) => {
  return [code(check.name), portsOf(check), check.effect, accessIn(`datagrams/checks/${check.name}`)];
});
const onRequest = DATAGRAM_CHECKS.filter(({ ports }) => !ports.some((port) => udpPorts('default').includes(port)));

export const CONTROLLERS = CHECKS.filter(({ group }) => group === 'ics');
export const COUNTS = `${CHECKS.length} protocols over TCP, ${DATAGRAM_CHECKS.length} over UDP and ${APPLICATIONS.length} web applications`;

/** `docs/services.md`, but for its layout. */
export const SERVICES_TEXT = `# What is recognised

${COUNTS}. The effect is what asking leaves behind: \`none\` but a connection, or a \`session\` that is opened or refused under no real name.
Access that cannot be told is \`unknown\`. \`portreeve explain NAME\` prints what each is sent and how its replies are read.

## Over TCP

${tcpTable(CHECKS.filter((check) => !CONTROLLERS.includes(check)))}

## Controllers in plants and buildings

Asked with \`--ics\` only, and on these ports only.

${tcpTable(CONTROLLERS)}

## Web applications

Recognised by what their pages say, wherever HTTP is spoken, or by a question of their own on their usual ports. Where no question about access decides,
401 at \`/\` is \`required\` and all else \`unknown\`.

${table('service, product, usual ports, access that can be told', webRows)}

## Over UDP

Asked with \`--udp\` or \`--udp-ports\`; ${onRequest.map(({ name }) => code(name)).join(', ')} only where \`--udp-ports\` names the port.

${table('service, ports, effect, access that can be told', udpRows)}
`;
