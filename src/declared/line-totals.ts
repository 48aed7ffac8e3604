import type { AddressValue } from '../model/address.ts';
import { printable } from '../model/printable.ts';
import { plural } from '../model/quantity-text.ts';
import type { Agreement } from './agreement.ts';
import { compareAddresses } from './compare-addresses.ts';
import type { LineResult, Observed } from './comparison.ts';
import type { Decision } from './decide.ts';
import type { DeclaredLine } from './firewall.ts';

type Seen = Observed & { readonly destination: AddressValue };

/** Counts for each line what speaks for and against it. */
export interface LineTotals {
  add(decision: Decision, agreement: Agreement, seen: Seen): void;
  of(line: DeclaredLine): Pick<LineResult, 'status' | 'endpoints' | 'because'>;
}

interface Example {
  readonly seen: Seen;
  readonly because: string;
}

interface Total {
  agreed: number;
  contradicted: number;
  unknown: number;
  silent: number;
  /** The lowest endpoint that contradicts, so that the order of observations does not matter. */
  against?: Example;
  open?: Example;
}

export function createLineTotals(): LineTotals {
  const totals = new Map<DeclaredLine, Total>();
  const totalOf = (line: DeclaredLine): Total => {
    const total = totals.get(line) ?? { agreed: 0, contradicted: 0, unknown: 0, silent: 0 };
    totals.set(line, total);
    return total;
  };
  return {
    add(decision, agreement, seen) {
      const { line, candidates, because } = decision;
      if (agreement.kind === 'silent') {
        if (line !== null) totalOf(line).silent++;
      } else if (line === null) {
        for (const candidate of candidates) {
          const total = totalOf(candidate);
          total.unknown++;
          total.open = lower(total.open, { seen, because });
        }
      } else if (agreement.kind === 'agrees') {
        totalOf(line).agreed++;
      } else if (agreement.kind === 'contradicts') {
        const total = totalOf(line);
        total.contradicted++;
        total.against = lower(total.against, { seen, because: agreement.how });
      }
    },
    of: (line) => resultOf(line, totals.get(line)),
  };
}

function lower(known: Example | undefined, other: Example): Example {
  return known !== undefined && compareExamples(known, other) <= 0 ? known : other;
}

function compareExamples(a: Example, b: Example): number {
  const [one, other] = [`${endpointText(a.seen)} ${a.because}`, `${endpointText(b.seen)} ${b.because}`];
  const byPlace = compareAddresses(a.seen.destination, b.seen.destination) || a.seen.port - b.seen.port;
  return byPlace || (one < other ? -1 : one > other ? 1 : 0);
}

function endpointText({ address, port, transport, zone }: Seen): string {
  return `${address} ${port}/${transport}${zone === null ? '' : ` from ${printable(zone, 64)}`}`;
}

function resultOf(line: DeclaredLine, total: Total | undefined): Pick<LineResult, 'status' | 'endpoints' | 'because'> {
  if (total?.against !== undefined) {
    const endpoints = total.agreed + total.contradicted;
    const many = endpoints === 1 ? '' : `, ${total.contradicted} of ${plural(endpoints, 'endpoint')}`;
    const because = `${total.against.because}: ${endpointText(total.against.seen)}${many}`;
    return { status: 'contradicted', endpoints, because };
  }
  if (total !== undefined && total.agreed > 0) {
    const because = `${plural(total.agreed, 'endpoint')} ${total.agreed === 1 ? 'agrees' : 'agree'}`;
    return { status: 'confirmed', endpoints: total.agreed, because };
  }
  if (total?.open !== undefined) {
    const because = `${endpointText(total.open.seen)}: ${total.open.because}`;
    return { status: 'not-compared', endpoints: total.unknown, because };
  }
  return { status: 'not-observed', endpoints: 0, because: whyNotObserved(line, total) };
}

function whyNotObserved({ ports, sources, destinations }: DeclaredLine, total: Total | undefined): string {
  if (total !== undefined) return `${plural(total.silent, 'endpoint')} did not answer in a way that tells`;
  const never = [ports, sources, destinations].some((axis) => Array.isArray(axis) && axis.length === 0);
  return never ? 'no new connection can match it' : 'no endpoint that was observed meets it first';
}
