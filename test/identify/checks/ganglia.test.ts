import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/ganglia.ts';

it.each([
  [
    '<?xml version="1.0"?>\n<!DOCTYPE GANGLIA_XML [ ]>\n<GANGLIA_XML VERSION="3.7.2" SOURCE="gmond">',
    { version: '3.7.2', source: 'gmond' },
  ],
  ['<?xml version="1.0"?>\n<!DOCTYPE GANGLIA_XML [ ]>', undefined],
  ['<?xml version="1.0"?><html>', undefined],
  ['<GANGLIA_XML VERSION="3.7.2" SOURCE="gmond">', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));
