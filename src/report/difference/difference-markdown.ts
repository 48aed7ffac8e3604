import { printable } from '../../model/printable.ts';
import { differenceCounts, differenceSections } from './difference-sections.ts';
import type { RunDifference } from './run-difference.ts';

/** GitHub refuses comments of more than 65,536 characters. */
const MOST_CHARACTERS = 60_000;

const LONGEST_TEXT = 300;

/**
 * A difference as a comment (GitHub Flavored Markdown). Whatever was observed stands in code spans, in which there are no links, mentions, references,
 * images or tags.
 */
export function differenceMarkdown(difference: RunDifference): string {
  const { old, new: now, notes } = difference;
  const head = [
    '## Exposure: what changed',
    '',
    `${differenceCounts(difference)}.`,
    '',
    `From run ${codeSpan(old.runId)} of ${codeSpan(old.startedAt)} to run ${codeSpan(now.runId)} of ${codeSpan(now.startedAt)}.`,
    ...(notes.length === 0 ? [] : ['', ...notes.slice(0, MOST_NOTES).map((note) => `- ${codeSpan(note)}`)]),
  ];
  const sections = differenceSections(difference, { text: codeSpan, strong: (word) => `**${word}**` });
  const blocks = sections.map(({ title, count, lines }) => ({
    title: `### ${title} (${count.toLocaleString('en')})`,
    count,
    lines: lines.map((line) => `- ${line}`),
  }));
  return fitted(`${head.join('\n')}\n`, blocks);
}

const MOST_NOTES = 20;

interface Block {
  readonly title: string;
  readonly count: number;
  readonly lines: readonly string[];
}

/** Room that each block keeps for its title and for saying how many lines are left out. */
const BLOCK_ROOM = 160;

/** Gives the blocks what room there is, the first ones first; every block has at least its title and its number. */
function fitted(head: string, blocks: readonly Block[]): string {
  let room = MOST_CHARACTERS - head.length - blocks.length * BLOCK_ROOM;
  return blocks.reduce((text, { title, count, lines }) => {
    const shown: string[] = [];
    for (const line of lines) {
      if (line.length + 1 > room) break;
      room -= line.length + 1;
      shown.push(line);
    }
    const rest = count - shown.length;
    const more = rest > 0 ? [`- and ${rest.toLocaleString('en')} more`] : [];
    return `${text}\n${[title, '', ...shown, ...more].join('\n')}\n`;
  }, head);
}

/** A code span whose fence is longer than any run of backticks inside (CommonMark 0.31.2, section 6.1). */
export function codeSpan(text: string): string {
  const inert = printable(text, LONGEST_TEXT);
  const longest = Math.max(0, ...[...inert.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 || inert.trim() === '' || /^ .* $/.test(inert) ? ' ' : '';
  return inert === '' ? '(none)' : `${fence}${padding}${inert}${padding}${fence}`;
}
