// The figures as text: one Markdown section a case, and the file that holds them all.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const FILE = join(import.meta.dirname, 'RESULTS.md');
const HEAD = ['program', 'seconds', '× ours', 'endpoints/s', 'probes/s', 'recall', 'missed', 'wrong', 'peak MB'];

/** Heading, description, table, remarks and command lines of one case, formatted. */
export function sectionOf({ id, title, about, truth, remark }, rows) {
  const reference = rows.find((row) => row.ours === true && row.times !== undefined)?.seconds;
  const table = [
    HEAD,
    HEAD.map((_, i) => (i === 0 ? '---' : '--:')),
    ...rows.map((row) => cells(row, truth, reference)),
  ];
  const remarks = rows.flatMap((row) => {
    if (row.times === undefined) return row.note === undefined ? [] : [`- ${row.name}: ${row.note}.`];
    const text = row.ours === true ? remark?.(row) : undefined;
    return text === undefined ? [] : [`- ${row.name}: ${text}`];
  });
  const commands = rows.map((row) => row.command.join(' '));
  const lines = table.map((line) => `| ${line.join(' | ')} |`);
  return layOut(
    [`## ${id}. ${title}`, about, lines.join('\n'), remarks.join('\n'), ['```sh', ...commands, '```'].join('\n')].join(
      '\n\n',
    ),
  );
}

/** A case that this machine cannot do. */
export const skippedSection = ({ id, title }, reason) => layOut(`## ${id}. ${title}\n\nSkipped: ${reason}.`);

function cells(row, truth, reference) {
  const { name, seconds, times, stoppedAfter, recall, missed, wrong, probes, sweepSeconds, peakMb } = row;
  if (times === undefined) {
    const stopped =
      stoppedAfter === undefined || reference === undefined ? '-' : `> ${figure(stoppedAfter / reference)}`;
    const least = stoppedAfter === undefined ? '-' : `> ${figure(stoppedAfter)}`;
    return [name, least, stopped, '-', '-', '-', '-', '-', peakMb?.toFixed(0) ?? '-'];
  }
  const spread = times.length === 1 ? '' : ` (${figure(times[0])} to ${figure(times.at(-1))})`;
  return [
    name,
    `${figure(seconds)}${spread}`,
    reference === undefined ? '-' : figure(seconds / reference),
    truth === undefined ? '-' : perSecond(truth.endpoints / seconds),
    probes === undefined ? '-' : perSecond(probes / sweepSeconds),
    recall === undefined ? '-' : `${(Math.floor(recall * 1e5) / 1e3).toFixed(3)} %`,
    missed ?? '-',
    wrong ?? '-',
    peakMb.toFixed(0),
  ];
}

const figure = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
const perSecond = (value) => Math.round(value).toLocaleString('en');

async function layOut(text) {
  return format(text, { ...(await resolveConfig(FILE)), parser: 'markdown' });
}

/** One line that says on what the figures were measured. */
export function machine(versions) {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [`${cpus().length} × ${model}`, memory, `Linux ${release()}`, `Node ${process.version}`, ...peers].join(', ');
}

const git = (...args) => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();

function revision() {
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ', with uncommitted changes';
  return `${git('rev-parse', '--short', 'HEAD')}${changed}`;
}

/** Writes `RESULTS.md` beside this file. */
export async function writeResults({ sections, versions, runs }) {
  const text = `# Measured beside nmap and masscan

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, revision ${revision()}: ${machine(versions)}.

All programs do the same work in the same run, taking turns, in two network namespaces joined by a veth pair (\`network.mjs\`); scanner and target
share the processors. Each figure is the median of ${runs} runs by length, of one run where the brackets are missing.

- **seconds**: the whole program from start to exit, in brackets the shortest and the longest run. For portreeve that includes planning, the journal on disk,
  judging and the report. A peer that takes a given multiple of our time is stopped: "> N", no recall.
- **× ours**: its seconds divided by those of the first row that ran. Above 1 it took longer than we did.
- **endpoints/s**: endpoints of the plan divided by seconds. **probes/s**: packets or connection attempts, second attempts included, divided by the seconds
  of the sweep alone, as \`report.json\` tells (\`coverage.probesSent\`, \`coverage.sweepSeconds\`); the peers do not tell.
- **recall**: of the endpoints that are truly open or closed, known by construction, the share that was reported in that state; the worst run. portreeve:
  \`coverage.states\` of \`report.json\`; nmap: \`state\` and \`extraports\` of its XML; masscan: its list, with \`--show open,closed\`, each endpoint once.
  **missed** is the same as a number, **wrong** counts reported states beyond what there is.
- **peak MB**: largest resident set of the whole process with its threads (VmHWM of \`/proc/PID/status\`), the largest of all runs.

masscan has an IP stack of its own and a veth pair gives it no default route to go by: \`--adapter\`, \`--adapter-ip\` and \`--router-mac\` tell it where it is.
It waits ten seconds after its last probe unless told otherwise; where that decides, both ways are shown. Many of the answers that it misses
come in bursts: tcpdump sees them on the wire, masscan does not report them. The command lines are verbatim, but for
\`portreeve\`, which stands for \`node dist/cli/main.js\`.

${sections.join('\n')}

${identificationPart()}`;
  writeFileSync(FILE, await layOut(text));
  return FILE;
}

const IDENTIFICATION = '# Services identified';

/** What `npm run bench:identify` wrote, which the sweep's benchmark leaves as it is. */
function identificationPart() {
  const text = readFileSync(FILE, 'utf8');
  const at = text.indexOf(IDENTIFICATION);
  return at < 0 ? '' : text.slice(at);
}

/** Writes one section of the part about identification, in place of the one with that title; `skip` for a run that measures nothing. */
export async function replaceSection(title, body, { skip = false } = {}) {
  if (skip) return;
  const text = readFileSync(FILE, 'utf8');
  const part = identificationPart();
  const sections = part.split(/^(?=## )/m).slice(1);
  const others = sections.filter((section) => !section.startsWith(`## ${title}\n`));
  const date = new Date().toISOString().slice(0, 10);
  const heading = `${IDENTIFICATION}\n\nWritten by \`npm run bench:identify\` on ${date}, revision ${revision()}: ${machine({})}.\n`;
  const written = [heading, ...others, `## ${title}\n\n${body}\n`].join('\n');
  writeFileSync(FILE, await layOut(`${text.slice(0, text.length - part.length)}\n\n${written}`));
}
