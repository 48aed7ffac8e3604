import type { SourcePosition } from '../model/errors.ts';
import { UsageError } from '../model/errors.ts';
import type { Reason } from '../model/observation.ts';
import { isPort } from '../model/ports.ts';
import { printable } from '../model/printable.ts';
import { codeOf, openCode } from '../model/result-code.ts';
import type { ScanDraft } from './scan-draft.ts';
import type { PortFacts } from './scan-draft.ts';

/** One line of masscan, whatever the format. */
export interface MasscanRecord {
  readonly address: string;
  readonly transport: string;
  readonly port: number;
  /** `open`, `closed`, or nothing for banners, which only open ports give. */
  readonly status: string | undefined;
  readonly at: string;
  readonly facts?: PortFacts | undefined;
}

/** @throws UsageError for what masscan does not write */
export function addMasscanRecord(draft: ScanDraft, record: MasscanRecord, at: SourcePosition): void {
  const { transport, port, status = 'open', facts } = record;
  const host = draft.host(record.address, at);
  if (host === undefined) {
    throw new UsageError(`expected an IP address, found ${JSON.stringify(printable(record.address, 48))}`, { at });
  }
  if (transport !== 'tcp' && transport !== 'udp') {
    draft.warn(`${printable(transport, 16)} is neither TCP nor UDP and left out`);
    return;
  }
  // Port 0 can be scanned, though nothing can listen there that others could name.
  if (port === 0) return draft.warn('port 0 is left out');
  if (!isPort(port)) throw new UsageError(`expected a port, found ${port}`, { at });
  const code = status === 'open' ? openCode(transport) : status === 'closed' ? codeOf(CLOSED[transport]) : undefined;
  if (code === undefined) {
    throw new UsageError(`expected open or closed, found ${JSON.stringify(printable(status, 24))}`, { at });
  }
  draft.add(host, { transport, port, code, at: record.at, ...(facts && status === 'open' && { facts }) }, at);
}

const CLOSED = { tcp: 'rst', udp: 'udp-port-unreach' } as const satisfies Record<string, Reason>;
