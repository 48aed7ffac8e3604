import { describe, expect, it } from 'vitest';
import { explanationText } from '../../src/cli/terminal/explanation-text.ts';
import { CHECKS } from '../../src/identify/checks.ts';
import { DATAGRAM_CHECKS } from '../../src/identify/datagrams/datagram-checks.ts';
import { APPLICATIONS } from '../../src/identify/web/applications.ts';
import { questionsOf } from '../../src/identify/web/assert-sound.ts';
import { explain } from '../../src/run/explain.ts';
import { UsageError } from '../../src/model/errors.ts';

describe('every check is explained', () => {
  it.each(CHECKS.map((check) => [check.name, check] as const))('%s', (name, check) => {
    expect(
      explain(name).checks.filter(({ transport, product }) => transport === 'tcp' && product === null),
    ).toHaveLength(1);
    const text = explanationText(explain(name)).join('\n');
    expect(text).toContain(check.source);
    expect(text).toContain(check.effect);
    expect(text).toContain(check.reading);
    for (const { name: question, bytes } of check.sends) {
      expect(text).toContain(question);
      expect(text).toContain(bytes.toString('hex'));
    }
    for (const port of check.ports) expect(explain(String(port)).checks.map((own) => own.name)).toContain(name);
  });
});

describe('every web application is explained', () => {
  it.each(APPLICATIONS.map((application) => [application.name, application] as const))('%s', (name, application) => {
    const text = explanationText(explain(name)).join('\n');
    expect(text).toContain(application.product);
    expect(text).toContain(application.source);
    for (const question of questionsOf(application)) expect(text).toContain(` ${question.path} HTTP/1.1`);
    for (const { readings } of application.access)
      for (const { access } of readings) expect(text).toContain(`means ${access}`);
  });
});

it.each(DATAGRAM_CHECKS.map((check) => [check.name, check] as const))('UDP: %s is explained', (name, check) => {
  const isUdp = ({ transport }: { readonly transport: string }): boolean => transport === 'udp';
  expect(explain(name).checks.filter(isUdp)).toHaveLength(1);
  for (const port of check.ports)
    expect(
      explain(String(port))
        .checks.filter(isUdp)
        .map((own) => own.name),
    ).toContain(name);
  const text = explanationText(explain(name)).join('\n');
  expect(text).toContain('--udp');
  expect(text).toContain(check.reading);
});

describe('a port', () => {
  it('has its own checks first, then the others in their order', () => {
    const explanation = explain('6379');
    expect(explanation).toMatchObject({ port: 6379, usual: 'redis', payload: 'any' });
    expect(explanation.checks[0]).toMatchObject({
      name: 'redis',
      effect: 'none',
      speaksFirst: 'client',
      sends: [
        { name: 'PING', hex: '2a310d0a24340d0a50494e470d0a', text: String.raw`*1\x0d\x0a$4\x0d\x0aPING\x0d\x0a` },
        {},
        {},
      ],
    });
    expect(explanation.others).toContain('http');
    expect(explanation.others).not.toContain('modbus');
  });

  it("that is a printer's or a controller's says so", () => {
    expect(explain('9100').payload).toBe('none');
    expect(explanationText(explain('9100')).join('\n')).toContain('nothing is sent');
    expect(explain('502')).toMatchObject({
      payload: 'after-greeting',
      checks: [{ name: 'modbus', ics: true }],
      others: [],
    });
    expect(explanationText(explain('502')).join('\n')).toContain('--ics');
  });

  it('without a usual service has others only', () => {
    expect(explain('7777')).toMatchObject({ usual: null, checks: [] });
  });
});

it.each([
  ['reddis', 'did you mean redis?'],
  ['frobnicator', 'write a port number'],
  ['70000', 'outside 1-65535'],
  ['0', 'outside 1-65535'],
])('%s is refused', (subject, words) => {
  expect(() => explain(subject)).toThrow(UsageError);
  expect(() => explain(subject)).toThrow(expect.objectContaining({ line: expect.stringContaining(words) }));
});
