/** What ClickHouse and MongoDB answer, in HTTP, to whoever takes the port of their own protocol for a web server. */
const COMPLAINTS = {
  clickhouse: /\r\n\r\nPort \d{1,5} is for clickhouse-client program/,
  mongodb: /\r\n\r\nIt looks like you are trying to access MongoDB over HTTP on the native driver port/,
} as const;

/** Which protocol is really spoken by a server that answers HTTP with such a complaint. */
export function complainsOfHttp(bytes: Buffer): keyof typeof COMPLAINTS | undefined {
  const text = bytes.toString('latin1', 0, 1024);
  if (!text.startsWith('HTTP/1.')) return undefined;
  if (COMPLAINTS.clickhouse.test(text)) return 'clickhouse';
  return COMPLAINTS.mongodb.test(text) ? 'mongodb' : undefined;
}
