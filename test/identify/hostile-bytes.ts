import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

export type Parser = (bytes: Buffer) => unknown;

/** Every exported `parse...` of every file in a folder: the file's name without its ending, and the parser's. */
export async function parsersIn(folder: string): Promise<(readonly [file: string, name: string, parse: Parser])[]> {
  const files = readdirSync(folder).map(async (file) => {
    const exported: Readonly<Record<string, unknown>> = await import(join(folder, file));
    return Object.entries(exported).flatMap(([name, value]) =>
      name.startsWith('parse') && typeof value === 'function'
        ? [[file.replace('.ts', ''), name, (bytes: Buffer): unknown => value(bytes)] as const]
        : [],
    );
  });
  return (await Promise.all(files)).flat();
}

/** Arbitrary bytes, and recorded replies that were cut, repeated, or changed in one place. */
function hostileBytes(replies: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const reply = fc.constantFrom(...replies);
  return fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(reply, fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ maxLength: 4 }))
      .map(([bytes, share, change]) => {
        const at = Math.floor(bytes.length * share);
        return Buffer.concat([bytes.subarray(0, at), change, bytes.subarray(at + change.length)]);
      }),
    fc.tuple(reply, fc.nat(700)).map(([bytes, length]) => bytes.subarray(0, length)),
    fc.tuple(reply, fc.nat(60)).map(([bytes, times]) => Buffer.concat(Array(times).fill(bytes))),
  );
}

/** Gives a parser what peers may say: it answers, the same every time, and leaves the bytes as they are. */
export function assertAnswers(parse: Parser, replies: readonly Buffer[]): void {
  const hold = fc.property(hostileBytes(replies), (bytes) => {
    const copy = Buffer.from(bytes);
    expect(parse(bytes)).toEqual(parse(copy));
    expect(bytes.equals(copy)).toBe(true);
  });
  fc.assert(hold, { numRuns: 300 });
}
