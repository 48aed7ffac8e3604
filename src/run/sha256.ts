import { createHash } from 'node:crypto';

/** SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, lower-case hex. */
export function sha256hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** SHA-256 of a text's UTF-8 bytes, base64 as a Content-Security-Policy source takes it. */
export function sha256base64(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
