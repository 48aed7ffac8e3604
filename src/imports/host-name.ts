/** Whether a lower-case text can be a host name (RFC 1123, and underscores, which occur); addresses are none. */
export function isHostName(text: string): boolean {
  if (text.length > 253 || /(?:^|\.)\d+$/.test(text)) return false;
  return text.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
}
