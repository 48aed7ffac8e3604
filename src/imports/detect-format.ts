/** Formats of other scanners' files. */
export type ScanFormat = 'xml' | 'masscan-json' | 'masscan-list' | 'naabu' | 'zgrab2';

/** For messages. */
export const KNOWN_FORMATS =
  'nmap XML (-oX), masscan JSON, NDJSON, list or XML (-oJ, -oD, -oL, -oX), naabu JSON lines (-json), zgrab2 JSON lines';

/** More than enough for what stands before the first record. */
export const HEAD_LENGTH = 65_536;

/**
 * What a file is, by its first characters (`HEAD_LENGTH` of them at most; the first record may be cut off). `undefined` where it is none of ours.
 */
export function detectFormat(head: string): ScanFormat | undefined {
  const start = head
    .slice(0, HEAD_LENGTH)
    .replace(/^\ufeff/, '')
    .trimStart();
  if (start.startsWith('<')) return /<nmaprun[\s>]/.test(start) ? 'xml' : undefined;
  if (/^#masscan\b/.test(start) || LIST_LINE.test(start)) return 'masscan-list';
  return /^(?:\[\s*)?[,{\]]/.test(start) ? ofRecord(start) : undefined;
}

/** `open tcp 80 10.0.0.1 1700000000`, as masscan's list has it without its first line. */
const LIST_LINE = /^(?:open|closed|banner) \w{1,8} \d{1,5} [0-9a-fA-F.:]{2,45} \d+/;

/** By the names that only one of them has. */
function ofRecord(start: string): ScanFormat | undefined {
  const first = start.slice(0, 4096);
  if (/"ports"\s*:\s*\[|"rec_type"\s*:|\{\s*finished\s*:/.test(first)) return 'masscan-json';
  if (/"(?:ip|host)"\s*:/.test(first) && /"port"\s*:\s*(?:\d|\{)/.test(first) && !/"data"\s*:/.test(first))
    return 'naabu';
  if (/"data"\s*:\s*\{/.test(first)) return 'zgrab2';
  return start.replace(/\s/g, '') === '[]' ? 'masscan-json' : undefined;
}
