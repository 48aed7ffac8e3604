/** `192.0.2.1:443`, `[2001:db8::1]:443` (RFC 3986, section 3.2.2). */
export function endpointText({ address, port }: { readonly address: string; readonly port: number }): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
