import type { SourcePosition } from '../model/errors.ts';
import { UsageError } from '../model/errors.ts';
import type { Transport } from '../model/observation.ts';
import { isPort } from '../model/ports.ts';
import { printable } from '../model/printable.ts';
import { openCode } from '../model/result-code.ts';
import { bareTls } from './bare-tls.ts';
import { fromRfc3339 } from './epoch.ts';
import { finishScan } from './finish-scan.ts';
import { isHostName } from './host-name.ts';
import type { JsonObject } from './json-value.ts';
import { isObject, parseObject, textAt } from './json-value.ts';
import { readJsonObjects } from './read-json-objects.ts';
import type { PortFacts } from './scan-draft.ts';
import { ScanDraft } from './scan-draft.ts';
import type { ScanReader } from './scan-reader.ts';
import { timeSpan } from './time-span.ts';

/**
 * naabu's `-json` (pkg/runner/output.go): one open port a line. It writes neither which ports it asked nor that it came to its end, so that
 * everything else is not known. In some versions `port` was an object.
 */
export const readNaabu: ScanReader = async ({ file, chunks, vantage, at: unknownTime }) => {
  const draft = new ScanDraft();
  const times = timeSpan();
  for await (const { text, at, whole } of readJsonObjects(file, chunks)) {
    if (!whole) {
      draft.warn('the file ends inside a record: the scan was cut off');
      continue;
    }
    const record = parseObject(text);
    if (record === undefined) throw new UsageError('expected a record of naabu as JSON', { at });
    const time = fromRfc3339(record.timestamp);
    times.add(time);
    addRecord(draft, { record, time: time ?? unknownTime, at });
  }
  const about = {
    tool: 'naabu',
    toolVersion: null,
    command: null,
    ...times.span(),
    complete: false,
    hostsOmitted: 0,
    ports: null,
  } as const;
  return finishScan(draft, about, vantage);
};

interface NaabuRecord {
  readonly record: JsonObject;
  readonly time: string;
  readonly at: SourcePosition;
}

function addRecord(draft: ScanDraft, { record, time, at }: NaabuRecord): void {
  const address = textAt(record, 'ip') ?? textAt(record, 'host') ?? '';
  const host = draft.host(address, at);
  if (host === undefined) {
    // A host that is a name and nothing else may be any address.
    throw new UsageError(`expected an IP address in "ip", found ${JSON.stringify(printable(address, 48))}`, { at });
  }
  const name = textAt(record, 'host')?.toLowerCase();
  if (name !== undefined && isHostName(name)) draft.addName(host, name);
  // Hosts found without any port, as with `-sn`.
  if (record.port === 0) {
    host.asked = host.ports.length > 0;
    return;
  }
  const { port, transport, tls } = portOf(record);
  if (port === undefined || transport === undefined) {
    throw new UsageError('expected a "port" of 1 to 65535 and a "protocol" of tcp or udp', { at });
  }
  host.asked = true;
  const facts = factsOf(tls);
  draft.add(host, { transport, port, code: openCode(transport), at: time, ...(facts && { facts }) }, at);
}

interface NaabuPort {
  readonly port: number | undefined;
  readonly transport: Transport | undefined;
  readonly tls: boolean;
}

function portOf(record: JsonObject): NaabuPort {
  const nested = isObject(record.port) ? record.port : undefined;
  const port = nested === undefined ? record.port : (nested.Port ?? nested.port);
  const word = nested === undefined ? (record.protocol ?? 'tcp') : (nested.Protocol ?? nested.protocol ?? 0);
  const transport = word === 'tcp' || word === 0 ? 'tcp' : word === 'udp' || word === 1 ? 'udp' : undefined;
  const tls = (nested?.TLS ?? nested?.tls ?? record.tls) === true;
  return { port: typeof port === 'number' && isPort(port) ? port : undefined, transport, tls };
}

/**
 * That TLS was spoken. The names of services are left out: for some time each line kept what had been found on the port before (reported to
 * projectdiscovery/naabu in January 2026), and files do not tell which version wrote them.
 */
function factsOf(tls: boolean): PortFacts | undefined {
  if (!tls) return undefined;
  const service = { product: null, version: null, tls: true, method: 'probed', confidence: 8 } as const;
  return { service: { name: 'tls', ...service }, tls: bareTls(null) };
}
