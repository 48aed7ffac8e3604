/** Why a connection is over. The first reason wins. */
export type EndReason =
  /** The kernel could not connect; `code` says why. */
  | 'not-connected'
  /** A socket error on an established connection, such as ECONNRESET. */
  | 'failed'
  /** TLS was not spoken, or ended in an alert; `code` is OpenSSL's. */
  | 'tls-failed'
  | 'peer-closed'
  | 'deadline'
  | 'byte-cap'
  | 'aborted'
  /** By us. */
  | 'closed';

/** The end of a connection, `code` where the system or OpenSSL gave one. */
export interface ConnectionEnd {
  readonly reason: EndReason;
  readonly code?: string | undefined;
}
