/** What `WWW-Authenticate` asks for (RFC 9110 section 11.6.1): the schemes in lower case, and the first realm. */
export interface Challenges {
  readonly schemes: readonly string[];
  readonly realm: string | undefined;
}

/** Schemes of the IANA registry and those that servers use besides; other words in a challenge are its parameters. */
const SCHEMES: ReadonlySet<string> = new Set([
  'basic',
  'bearer',
  'digest',
  'dpop',
  'gnap',
  'hoba',
  'mutual',
  'negotiate',
  'ntlm',
  'oauth',
  'scram-sha-1',
  'scram-sha-256',
  'token',
  'vapid',
  'apikey',
]);

/** Characters of the field that are looked at. */
const LENGTH = 2048;

/** Reads the field, several challenges and several fields joined by commas. */
export function readChallenges(field: string): Challenges {
  const text = field.slice(0, LENGTH);
  // Quoted texts may hold commas and scheme names.
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const words = [...bare.matchAll(/(?:^|,)\s*([a-z][\w-]{1,30})(?=\s*(?:,|$)|\s+[^\s=])/gi)].map(([, word = '']) =>
    word.toLowerCase(),
  );
  const realm = /\brealm="((?:[^"\\]|\\.)*)"/i.exec(text)?.[1] ?? /\brealm=([^\s,"]+)/i.exec(text)?.[1];
  return { schemes: [...new Set(words.filter((word) => SCHEMES.has(word)))], realm };
}
