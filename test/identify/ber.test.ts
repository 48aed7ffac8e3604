import { describe, expect, it } from 'vitest';
import { element, integer, readElement, readElements, readInteger } from '../../src/identify/ber.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('elements (X.690)', () => {
  it.each([0, 1, 127, 128, 255, 256, 65_535])('come back with contents of %i bytes', (length) => {
    const contents = Buffer.alloc(length, 7);
    expect(readElement(element(0x04, contents))).toMatchObject({ tag: 0x04, contents });
  });

  it.each(['', '04', '0401', '1f8100', '0480', '0485000000000161', '048200'])('%s is none', (bytes) =>
    expect(readElement(hex(bytes))).toBeUndefined(),
  );

  it('are read until one is not complete', () =>
    expect(readElements(hex('02010104000402aa')).map(({ tag }) => tag)).toEqual([2, 4]));
});

it.each([0, 1, 127, 128, 255, 256, 65_536, 2_147_483_647])('the number %i comes back', (value) =>
  expect(readInteger(readElement(integer(value)))).toBe(value),
);

it.each(['0200', '02050000000000', '040101'])('%s is no number', (bytes) =>
  expect(readInteger(readElement(hex(bytes)))).toBeUndefined(),
);
