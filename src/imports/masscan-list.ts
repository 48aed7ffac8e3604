import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { fromEpoch } from './epoch.ts';
import { finishScan } from './finish-scan.ts';
import { bannerFacts, unescapeBanner } from './masscan-banner.ts';
import { addMasscanRecord } from './masscan-record.ts';
import { readTextLines } from './read-text-lines.ts';
import { ScanDraft } from './scan-draft.ts';
import type { ScanReader } from './scan-reader.ts';
import { timeSpan } from './time-span.ts';

const LINE = /^(open|closed|banner) (\S{1,16}) (\d{1,5}) (\S{2,48}) (\d{1,10})(?: (\S{1,24}) ?(.*))?$/;

/**
 * masscan's `-oL` (src/out-text.c): `open tcp 80 10.0.0.1 1700000000`, `banner tcp 80 10.0.0.1 1700000000 http HTTP/1.0 ...`. `# end` is its
 * last line where it came to its end.
 */
export const readMasscanList: ScanReader = async ({ file, chunks, vantage, at: unknownTime }) => {
  const draft = new ScanDraft();
  const times = timeSpan();
  let complete = false;
  for await (const { text, at, whole } of readTextLines(file, chunks)) {
    if (text.startsWith('#')) {
      complete = /^# ?end\s*$/.test(text);
      continue;
    }
    const match = LINE.exec(text);
    if (match === null || !whole) {
      if (!whole) {
        draft.warn('the file ends inside a line: the scan was cut off');
        continue;
      }
      throw new UsageError(`expected "open tcp 80 10.0.0.1 1700000000", found ${JSON.stringify(printable(text, 48))}`, {
        at,
      });
    }
    const [, status, transport = '', port, address = '', seconds, word, banner = ''] = match;
    const time = fromEpoch(seconds);
    times.add(time);
    const facts = status === 'banner' && word !== undefined ? bannerFacts(word, unescapeBanner(banner)) : undefined;
    const isBanner = status === 'banner';
    addMasscanRecord(
      draft,
      { address, transport, port: Number(port), status: isBanner ? undefined : status, at: time ?? unknownTime, facts },
      at,
    );
  }
  const about = {
    tool: 'masscan',
    toolVersion: null,
    command: null,
    ...times.span(),
    complete,
    hostsOmitted: 0,
    ports: null,
  } as const;
  return finishScan(draft, about, vantage);
};
