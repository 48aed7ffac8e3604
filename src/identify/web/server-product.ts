import { printable } from '../../model/printable.ts';
import type { HttpResponse } from '../http-response.ts';
import { splitProduct, type ProductVersion } from '../split-product.ts';

const NOTHING = { product: null, version: null };

/** Product and version of a web server that is no application of the table. */
export function serverProduct(response: HttpResponse): {
  readonly product: string | null;
  readonly version: string | null;
} {
  const server = response.headers.get('server');
  if (server === undefined) return NOTHING;
  const named: ProductVersion = splitProduct(printable(server.split(/[ (]/)[0] ?? '', 80), /\//);
  return named.product === '' ? NOTHING : named;
}
