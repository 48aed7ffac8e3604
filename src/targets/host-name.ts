import { domainToASCII } from 'node:url';

/**
 * The canonical form of a host name: IDNA to ASCII (RFC 5891 by the URL standard), lower case, no trailing dot. `undefined` when it is none.
 * Underscores are accepted: they occur in practice although RFC 1123 has none. A last label of digits only is an address gone wrong.
 */
export function parseHostName(text: string): string | undefined {
  // Longer texts cannot become a name of 253 characters; ASCII punctuation would be taken for parts of a URL.
  if (text.length > 1024 || /[^\p{L}\p{N}\p{M}._\u3002-]/u.test(text)) return undefined;
  const name = domainToASCII(text).toLowerCase().replace(/\.$/, '');
  const labels = name.split('.');
  const valid = labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  return valid && name.length <= 253 && !/^\d+$/.test(labels.at(-1) ?? '') ? name : undefined;
}
