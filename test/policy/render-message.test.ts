import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.ts';
import { placeholdersIn, renderMessage } from '../../src/policy/render-message.ts';

describe('renderMessage', () => {
  it.each([
    ['Port {{port}} of {{ target.id }}.', { port: 22, 'target.id': 'a' }, 'Port 22 of a.'],
    ['{{vnc.security}}', { 'vnc.security': ['none', 'tight'] }, 'none, tight'],
    ['{{open}}', { open: false }, 'false'],
    ['{{access}}', {}, 'unknown'],
    ['{ {port} } {port}', { port: 22 }, '{ {port} } {port}'],
    ['{{http.title}}', { 'http.title': '{{port}} $& \u001b[31m\u202e', port: 22 }, '{{port}} $& \\x1b[31m\\u{202e}'],
  ] satisfies [string, Facts, string][])('%j with %j', (message, facts, text) => {
    expect(renderMessage(message, facts)).toBe(text);
  });
});

describe('placeholdersIn', () => {
  it('names what stands between the braces', () => {
    expect(placeholdersIn('{{port}} {{ target.id }} {{}} {x}')).toEqual(['port', 'target.id', '']);
  });
});
