import type { SourcePosition } from '../model/errors.ts';
import { UsageError } from '../model/errors.ts';
import { fromEpoch } from './epoch.ts';
import { finishScan } from './finish-scan.ts';
import type { JsonObject } from './json-value.ts';
import { isObject, objectAt, parseObject, textAt } from './json-value.ts';
import { bannerFacts } from './masscan-banner.ts';
import { addMasscanRecord } from './masscan-record.ts';
import { readJsonObjects } from './read-json-objects.ts';
import type { ScanReader } from './scan-reader.ts';
import { ScanDraft } from './scan-draft.ts';
import { timeSpan } from './time-span.ts';

/**
 * masscan's `-oJ` and `-oD` (src/out-json.c, src/out-ndjson.c), of every age: array, with a comma too many or too few, `{finished: 1}` at the end.
 * Neither says which ports were asked, and closed ones come only with `--nmap`-like options, so that what is not listed is not known.
 */
export const readMasscanJson: ScanReader = async ({ file, chunks, vantage, at: unknownTime }) => {
  const draft = new ScanDraft();
  const times = timeSpan();
  let finished = false;
  let last = '';
  /** Keeps the last character that is no space: the bracket is written when the scan has come to its end. */
  async function* watched(texts: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const text of texts) {
      last = text.trimEnd().at(-1) ?? last;
      yield text;
    }
  }
  for await (const { text, at, whole } of readJsonObjects(file, watched(chunks))) {
    if (!whole) {
      draft.warn('the file ends inside a record: the scan was cut off');
      continue;
    }
    if (FINISHED.test(text)) {
      finished = true;
      continue;
    }
    const record = parseObject(text);
    if (record === undefined) throw new UsageError('expected a record of masscan as JSON', { at });
    const time = fromEpoch(record.timestamp);
    times.add(time);
    for (const port of portsOf(record, at)) addPort(draft, { record, port, time: time ?? unknownTime, at });
  }
  const complete = finished || last === ']';
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

/** Up to version 1.0.5 it ended with this, which is no JSON. */
const FINISHED = /^\{\s*"?finished"?\s*:\s*1\s*\}$/;

/** `-oJ` has a list of ports, `-oD` one port with its data. */
function portsOf(record: JsonObject, at: SourcePosition): readonly JsonObject[] {
  if (Array.isArray(record.ports)) return record.ports.filter(isObject);
  if (typeof record.port === 'number') return [{ ...record, ...portOfLine(record) }];
  throw new UsageError('expected "ports" or "port" in a record of masscan', { at });
}

function portOfLine(record: JsonObject): JsonObject {
  const { status, service_name: name, banner } = objectAt(record, 'data');
  return name === undefined ? { status } : { service: { name, banner } };
}

interface PortOfRecord {
  readonly record: JsonObject;
  readonly port: JsonObject;
  readonly time: string;
  readonly at: SourcePosition;
}

function addPort(draft: ScanDraft, { record, port, time, at }: PortOfRecord): void {
  const service = objectAt(port, 'service');
  const word = textAt(service, 'name');
  addMasscanRecord(
    draft,
    {
      address: textAt(record, 'ip') ?? '',
      transport: textAt(port, 'proto') ?? '',
      port: typeof port.port === 'number' ? port.port : NaN,
      status: textAt(port, 'status'),
      at: time,
      facts: word === undefined ? undefined : bannerFacts(word, textAt(service, 'banner') ?? ''),
    },
    at,
  );
}
