/** What every writer must survive: markup, template syntax, spreadsheet formulas, control characters, direction overrides, sheer length. */
export const HOSTILE_TEXTS: readonly string[] = [
  '</script><img src=x onerror="document.title=\'owned\'">',
  '</style></title><script>document.title="owned"</script>',
  '{{7*7}} {{constructor.constructor "return process"}} {{{css}}}',
  "\"><svg onload=document.title=1> ' onmouseover=alert(1) x='",
  '<!-- ]]> <plaintext>',
  "=cmd|'/c calc'!A1",
  '| `code` @team #1 &amp; &#x3c;',
  '\u001b[31mred\u001b[0m \u0000 \u0007 \u007f',
  'user \u202egnp.exe\u202c \u2066isolate \u200bzero\u200d width \ufeff',
  'high \ud800 alone, low \udc00 alone',
  'line\u2028separator\u2029paragraph\r\nbreak',
  '__proto__',
  'A'.repeat(65_536),
  '\u0301'.repeat(500),
  '<'.repeat(3_000),
];
