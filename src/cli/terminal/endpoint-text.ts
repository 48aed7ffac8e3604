import type { Endpoint } from '../../model/observation.ts';
import { printable } from '../../model/printable.ts';

/** `10.0.0.5:22/tcp`, `[2001:db8::1]:22/tcp` (RFC 3986, section 3.2.2). */
export function endpointText({ address, port, transport }: Endpoint): string {
  const host = printable(address, 64);
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${transport}`;
}

/** The address, and the name it was asked for by where that differs. */
export function hostText(address: string, names: readonly string[]): string {
  const others = names.filter((name) => name !== address).map((name) => printable(name, 80));
  const [first, ...rest] = others;
  if (first === undefined) return printable(address, 64);
  return `${printable(address, 64)} (${first}${rest.length > 0 ? ` and ${rest.length} more` : ''})`;
}
