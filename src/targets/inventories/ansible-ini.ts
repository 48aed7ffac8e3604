import type { SourcePosition } from '../../model/errors.ts';
import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { AnsibleGroups } from './ansible-groups.ts';
import { createAnsibleGroups } from './ansible-groups.ts';
import type { Entry } from './entry.ts';

const SECTION = /^\[([^\][:\s]+)(?::(\w+))?\]$/;
const SECTION_KINDS = ['children', 'vars', undefined];

/** An Ansible inventory in INI: groups become tags, variables become labels. Lines before any section are hosts without a group. */
export function readAnsibleIni(file: string, text: string): readonly Entry[] {
  const groups = createAnsibleGroups();
  let section: Section = { group: 'ungrouped', kind: undefined };
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const at = { file, line: index + 1, column: raw.length - raw.trimStart().length + 1 };
    // A section's name has no port range; `[fd00::1]` and `[2001:db8::1]:22` are hosts.
    if (isSection(line) || /^\[[^\]]*$/.test(line)) section = readSection(line, at);
    else readLine(groups, section, { words: splitWords(line, at), at });
  }
  return groups.entries();
}

/** Whether a line starts a section and is not an IPv6 address in brackets. */
export function isSection(line: string): boolean {
  return /^\[[^\]]*\](?:\s*[#;].*)?$/.test(line) && !/^\[[0-9a-f]*:[0-9a-f:.]*\]/i.test(line);
}

interface Section {
  readonly group: string;
  readonly kind: string | undefined;
}

interface Line {
  readonly words: readonly string[];
  readonly at: SourcePosition;
}

function readSection(line: string, at: SourcePosition): Section {
  const match = SECTION.exec(line.replace(/\s*[#;].*$/, ''));
  if (match === null || !SECTION_KINDS.includes(match[2])) {
    throw new UsageError(`"${printable(line, 64)}" is no section`, {
      at,
      hint: 'expected [group], [group:children] or [group:vars]',
    });
  }
  return { group: match[1] ?? '', kind: match[2] };
}

function readLine(groups: AnsibleGroups, { group, kind }: Section, { words, at }: Line): void {
  const [first, ...rest] = words;
  if (first === undefined) return;
  if (kind === 'vars') {
    groups.setVariables(group, new Map([readAssignment(words.join(' '), at)]));
  } else if (kind === 'children') {
    if (rest.length > 0) throw new UsageError('a line under :children is one group', { at });
    groups.addChild(group, first);
  } else {
    const variables = new Map(rest.map((word) => readAssignment(word, at)));
    groups.addHosts(group, first, { variables, at });
  }
}

function readAssignment(text: string, at: SourcePosition): readonly [string, string] {
  const match = /^([^=\s]+)\s*=\s*(.*)$/s.exec(text);
  if (match === null)
    throw new UsageError(`"${printable(text, 64)}" is no variable`, { at, hint: 'expected name=value' });
  return [match[1] ?? '', match[2] ?? ''];
}

/** Words as a shell splits them: quotes keep blanks together and are dropped, a backslash takes the next character as it is, ` #` starts a comment. */
function splitWords(line: string, at: SourcePosition): readonly string[] {
  const words: string[] = [];
  // Sticky: each match starts where the last one ended, so that the time is linear.
  const token = /\s*(?:(#.*)|((?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+))/gsy;
  for (let end = 0; end < line.length; end = token.lastIndex) {
    const match = token.exec(line);
    if (match === null) {
      throw new UsageError('unbalanced quote', { at: { ...at, column: (at.column ?? 1) + end } });
    }
    if (match[1] !== undefined) break;
    words.push((match[2] ?? '').replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, unquote));
  }
  return words;
}

function unquote(_: string, double?: string, single?: string, escaped?: string): string {
  return double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? escaped ?? '';
}
