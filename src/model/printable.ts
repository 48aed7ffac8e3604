/**
 * Makes hostile text safe to store and show: control characters, line and paragraph separators, bidirectional overrides,
 * zero-width characters and lone surrogates become `\xNN` or `\u{N}`; the result has at most `limit` characters, `…` where it was cut.
 */
export function printable(text: string, limit = 256): string {
  const cut = text.length > limit * 4 ? text.slice(0, limit * 4) : text;
  const safe = cut.toWellFormed().replace(UNSAFE, escapeCharacter);
  return safe.length > limit
    ? `${safe
        .slice(0, limit - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
    : safe;
}

// Cc control, Cf format (bidirectional controls, zero width), Zl and Zp separators, Cn/Co unassigned and private use.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
