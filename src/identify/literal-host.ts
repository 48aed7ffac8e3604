/** Host names were checked where targets are parsed; nothing else may reach a line of a protocol. */
export function isLiteralHost(host: string): boolean {
  return /^[\w.:-]{1,255}$/.test(host);
}
