import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/model/decode-text.ts';

describe('decodeText', () => {
  it('gives UTF-8 back as it stands, byte order mark and all', () => {
    const text = '\ufeffMüller\r\n東京\n';
    expect(decodeText('a.csv', Buffer.from(text))).toBe(text);
  });

  it.each([
    ['Latin-1', Buffer.from('address,owner\n127.0.0.1,Müller\n', 'latin1'), 2],
    ['UTF-16', Buffer.from('\ufeff1', 'utf16le'), 1],
    ['half a character at the end', Buffer.from([49, 10, 50, 10, 0xc3]), 3],
  ])('refuses %s and names the line', (_, bytes, line) => {
    expect(() => decodeText('a.csv', bytes)).toThrow(
      expect.objectContaining({ line: `a.csv:${line}: not UTF-8 text - save it as UTF-8` }),
    );
  });
});
