import { describe, expect, it } from 'vitest';
import { createRingMemory, RingReader, RingWriter } from '../../src/net/answer-ring.ts';
import { ProbeAnswer } from '../../src/net/probe-answer.ts';

function create() {
  const memory = createRingMemory();
  const answer = new ProbeAnswer();
  const writer = new RingWriter(memory);
  return {
    writer,
    reader: new RingReader(memory),
    push: (number: number, family: 4 | 6 = 4): void => {
      answer.code = 1 + (number % 20);
      answer.family = family;
      answer.ports = number;
      answer.address.set([0xfe80_0000, number, 0xffff_ffff, 7]);
      writer.push(answer, number * 2);
    },
  };
}

describe('answer ring', () => {
  it('hands over what was pushed, in order, once it is published', () => {
    const { writer, reader, push } = create();
    push(5);
    push(6, 6);
    expect(reader.drain(() => undefined)).toBe(0);
    writer.publish(3);
    const seen: unknown[] = [];
    const count = reader.drain((ring, at) =>
      seen.push([
        ring.codeAt(at),
        ring.isIpv6At(at),
        ring.portsAt(at),
        ring.ipv4At(at),
        ring.ipv6At(at),
        ring.timeAt(at),
      ]),
    );
    expect(count).toBe(2);
    expect(seen).toEqual([
      [6, false, 5, 0xfe80_0000, 0xfe800000_00000005_ffffffff_00000007n, 10],
      [7, true, 6, 0xfe80_0000, 0xfe800000_00000006_ffffffff_00000007n, 12],
    ]);
    expect(reader.drain(() => undefined)).toBe(0);
    expect(reader.ignored).toBe(3);
  });

  it('goes round many times without losing or repeating', () => {
    const { writer, reader, push } = create();
    const seen: number[] = [];
    for (let number = 0; number < 300_000; number++) {
      push(number);
      if (number % 1000 !== 999) continue;
      writer.publish(0);
      reader.drain((ring, at) => seen.push(ring.portsAt(at)));
    }
    expect(seen).toEqual(Array.from({ length: 300_000 }, (_, number) => number));
  });

  it('has room for its whole size, again once it was read, and none after it was stopped', () => {
    const { writer, reader, push } = create();
    let pushed = 0;
    for (; pushed < 65_536; pushed += 512) {
      expect(writer.awaitRoom(512)).toBe(true);
      for (let i = 0; i < 512; i++) push(i);
    }
    writer.publish(0);
    expect(reader.drain(() => undefined)).toBe(65_536);
    expect(writer.awaitRoom(65_536)).toBe(true);
    for (let i = 0; i < 65_536; i++) push(i);
    reader.stop();
    expect(writer.stopped).toBe(true);
    expect(writer.awaitRoom(1)).toBe(false);
  });
});
