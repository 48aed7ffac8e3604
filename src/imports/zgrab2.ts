import type { SourcePosition } from '../model/errors.ts';
import { UsageError } from '../model/errors.ts';
import type { Transport } from '../model/observation.ts';
import { isPort } from '../model/ports.ts';
import { printable } from '../model/printable.ts';
import type { Service } from '../model/service.ts';
import { fromRfc3339 } from './epoch.ts';
import { finishScan } from './finish-scan.ts';
import { isHostName } from './host-name.ts';
import type { JsonObject } from './json-value.ts';
import { isObject, objectAt, parseObject, textAt } from './json-value.ts';
import { readJsonObjects } from './read-json-objects.ts';
import type { HostDraft, PortFacts } from './scan-draft.ts';
import { ScanDraft } from './scan-draft.ts';
import type { ScanReader } from './scan-reader.ts';
import { timeSpan } from './time-span.ts';
import type { TimeSpan } from './time-span.ts';
import { resultCode } from './zgrab2-status.ts';
import { RESULT_READERS } from './zgrab2-results.ts';
import { zgrabTls } from './zgrab2-tls.ts';

/**
 * zgrab2's lines (processing.go, module.go): one address with the answer of each module. The port stands in them since September 2025; without it nothing is
 * known of any port.
 */
export const readZgrab2: ScanReader = async ({ file, chunks, vantage, at: unknownTime }) => {
  const draft = new ScanDraft();
  const times = timeSpan();
  let complete = false;
  for await (const { text, at, whole } of readJsonObjects(file, chunks)) {
    if (!whole) {
      draft.warn('the file ends inside a record: the scan was cut off');
      continue;
    }
    const record = parseObject(text);
    // What zgrab2 writes at its end, to another place unless both are the terminal.
    if (record !== undefined && isObject(record.statuses) && typeof record.num_targets_scanned === 'number') {
      complete = true;
      times.add(fromRfc3339(record.start));
      times.add(fromRfc3339(record.end));
      continue;
    }
    const address = record && textAt(record, 'ip');
    if (record === undefined || (address === undefined && textAt(record, 'domain') === undefined)) {
      throw new UsageError('expected a record of zgrab2 with "ip" or "domain"', { at });
    }
    if (address === undefined) {
      draft.warn('a record without address is left out: the name may have led anywhere');
      continue;
    }
    const host = draft.host(address, at);
    if (host === undefined) {
      throw new UsageError(`expected an IP address in "ip", found ${JSON.stringify(printable(address, 48))}`, { at });
    }
    const name = textAt(record, 'domain')?.toLowerCase();
    if (name !== undefined && isHostName(name)) draft.addName(host, name);
    for (const [module, answer] of Object.entries(objectAt(record, 'data'))) {
      if (isObject(answer)) addAnswer(draft, { host, module, answer, times, unknownTime, at });
    }
  }
  const about = { tool: 'zgrab2', toolVersion: null, command: null, ...times.span(), complete } as const;
  return finishScan(draft, { ...about, hostsOmitted: 0, ports: null }, vantage);
};

interface Answer {
  readonly host: HostDraft;
  readonly module: string;
  readonly answer: JsonObject;
  readonly times: TimeSpan;
  readonly unknownTime: string;
  readonly at: SourcePosition;
}

function addAnswer(draft: ScanDraft, { host, module, answer, times, unknownTime, at }: Answer): void {
  const { port, status } = answer;
  const protocol = textAt(answer, 'protocol') ?? module;
  const transport: Transport = UDP_MODULES.has(protocol) ? 'udp' : 'tcp';
  if (typeof port !== 'number' || !isPort(port)) {
    draft.warn('an answer without port is left out: zgrab2 writes it since September 2025');
    return;
  }
  const code = resultCode(status, transport);
  if (code === undefined) return draft.warn(`an answer with the status ${printable(String(status), 32)} is left out`);
  const time = fromRfc3339(answer.timestamp);
  times.add(time);
  const facts = status === 'success' ? factsOf(protocol, objectAt(answer, 'result')) : undefined;
  draft.add(host, { transport, port, code, at: time ?? unknownTime, ...(facts && { facts }) }, at);
}

const UDP_MODULES: ReadonlySet<string> = new Set(['bacnet', 'ntp']);

/** Our names for the protocols that modules prove where they report success; `banner` and `jarm` prove none. */
const SERVICES: Readonly<Record<string, string>> = {
  amqp091: 'amqp',
  bacnet: 'bacnet',
  dnp3: 'dnp3',
  enip: 'enip',
  fox: 'fox',
  ftp: 'ftp',
  http: 'http',
  imap: 'imap',
  managesieve: 'managesieve',
  memcached: 'memcached',
  modbus: 'modbus',
  mongodb: 'mongodb',
  mqtt: 'mqtt',
  mssql: 'mssql',
  mysql: 'mysql',
  ntp: 'ntp',
  oracle: 'oracle',
  pop3: 'pop3',
  postgres: 'postgresql',
  pptp: 'pptp',
  rdp: 'rdp',
  redis: 'redis',
  siemens: 's7',
  smb: 'smb',
  smtp: 'smtp',
  socks5: 'socks',
  ssh: 'ssh',
  telnet: 'telnet',
  tls: 'tls',
};

/** TLS comes after words in the clear here, unless the result says otherwise. */
const START_TLS: ReadonlySet<string> = new Set(['ftp', 'imap', 'mssql', 'mysql', 'pop3', 'postgres', 'smtp']);

function factsOf(module: string, result: JsonObject): PortFacts | undefined {
  const name = Object.hasOwn(SERVICES, module) ? SERVICES[module] : undefined;
  if (name === undefined) return undefined;
  const log =
    module === 'tls'
      ? result
      : module === 'http'
        ? objectAt(result, 'response', 'request', 'tls_log')
        : objectAt(result, 'tls');
  const mails = module === 'imap' || module === 'pop3' ? Object.hasOwn(result, 'starttls') : true;
  const startTls = START_TLS.has(module) && mails && result.implicit_tls !== true;
  const tls = zgrabTls(log, startTls);
  const reader = Object.hasOwn(RESULT_READERS, module) ? RESULT_READERS[module] : undefined;
  const { product = null, version, access, details } = reader?.(result) ?? {};
  const service: Service = {
    name,
    product,
    version: version == null ? null : printable(version, 80),
    tls: tls !== undefined && !startTls,
    method: 'probed',
    confidence: 10,
    ...(name === 'http' && { foreign: true }),
  };
  const kept = details !== undefined && Object.keys(details).length > 0 ? details : undefined;
  return { service, ...(access && { access }), ...(tls && { tls }), ...(kept && { details: kept }) };
}
