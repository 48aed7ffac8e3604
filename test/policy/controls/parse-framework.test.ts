import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/model/errors.ts';
import { frameworkTexts, readFramework, shippedFrameworks } from './framework-files.ts';

const GOOD = `apiVersion: portreeve/v1
kind: ControlFramework
framework: ours
version: '1.0'
title: Our own rules
source_url: https://example.org/rules
statement: Evidence for whoever judges our own rules.
controls:
  - { id: '1.1', title: Only what is needed is open }
  - { id: '1.10', title: Credentials everywhere, url: 'https://example.org/rules/1.10' }
map:
  - { category: unexpected-service, control: '1.1', relation: direct }
  - { category: unauthenticated-service, control: '1.10', relation: direct }
`;

function refused(text: string): string {
  try {
    readFramework('ours.yaml', text);
  } catch (error) {
    if (error instanceof ConfigError) return error.line;
    throw error;
  }
  return 'it was accepted';
}

describe('a control framework', () => {
  it('is read as it stands', () => {
    expect(readFramework('ours.yaml', GOOD)).toMatchObject({ framework: 'ours', version: '1.0' });
    expect(refused(GOOD)).toBe('it was accepted');
  });

  it.each([
    [
      'an unknown key',
      'relation: direct',
      'relatoin: direct',
      /^ours\.yaml:12:\d+: .*relatoin.* - did you mean "relation"\?$/,
    ],
    [
      'an unknown category',
      'unexpected-service',
      'unexpected-sevice',
      /^ours\.yaml:12:17: .* - did you mean "unexpected-service"\?$/,
    ],
    [
      'an unknown relation',
      'relation: direct',
      'relation: dircet',
      /^ours\.yaml:12:\d+: .* - did you mean "direct"\?$/,
    ],
    [
      'a control that is not there',
      "control: '1.10'",
      "control: '1.11'",
      /^ours\.yaml:13:\d+: the control 1\.11 is not among controls - did you mean "1\.1"\?$/,
    ],
    [
      'a control far from all',
      "control: '1.10'",
      "control: 'SC-7'",
      /^ours\.yaml:13:\d+: the control SC-7 is not among controls - add it to controls$/,
    ],
    ['a control twice', "id: '1.10'", "id: '1.1'", /^ours\.yaml:10:11: the control 1\.1 is there twice/],
    [
      'a pair twice',
      "unauthenticated-service, control: '1.10'",
      "unexpected-service, control: '1.1'",
      /^ours\.yaml:13:\d+: unexpected-service is mapped to 1\.1 twice/,
    ],
    [
      'a number for an id, which would lose its zero',
      "id: '1.10'",
      'id: 1.10',
      /^ours\.yaml:10:11: \/controls\/1\/id must be string, not 1\.1/,
    ],
    ['a number for the version', "version: '1.0'", 'version: 1.0', /^ours\.yaml:4:10: \/version must be string/],
    ['another kind of file', 'kind: ControlFramework', 'kind: RulePack', /^ours\.yaml:2:7: .*must be ControlFramework/],
    ['a link that is not https', 'source_url: https:', 'source_url: http:', /^ours\.yaml:6:13: /],
    [
      'no statement',
      'statement: Evidence for whoever judges our own rules.\n',
      '',
      /^ours\.yaml:1:1: .*lacks the key "statement"/,
    ],
  ])('refuses %s', (_, from, to, line) => {
    expect(GOOD).toContain(from);
    expect(refused(GOOD.replace(from, to))).toMatch(line);
  });

  it('is either read or refused with a position, whatever its text', () => {
    fc.assert(
      fc.property(fc.nat(GOOD.length), fc.nat(30), fc.string(), (start, length, junk) => {
        const line = refused(GOOD.slice(0, start) + junk + GOOD.slice(start + length));
        expect(line).toMatch(/^(?:ours\.yaml:|it was accepted)/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the frameworks that come with Portreeve', () => {
  it('are the seven, each in the file of its name', () => {
    expect([...frameworkTexts.keys()].sort()).toEqual(
      shippedFrameworks.map(({ framework }) => `${framework}.yaml`).sort(),
    );
    expect(shippedFrameworks.map(({ framework }) => framework).sort()).toEqual(
      ['pci-dss', 'cis', 'nist-800-53', 'iso-27001', 'soc2', 'nis2', 'dora'].sort(),
    );
  });

  it.each(shippedFrameworks.map((framework) => [framework.framework, framework] as const))(
    '%s: every category is evidence for something, and every control has evidence',
    (_, { map, controls }) => {
      expect(new Set(map.map(({ category }) => category)).size).toBe(16);
      expect(new Set(map.map(({ control }) => control))).toEqual(new Set(controls.map(({ id }) => id)));
    },
  );

  it('say what their evidence is not', () => {
    const pci = shippedFrameworks.find(({ framework }) => framework === 'pci-dss');
    expect(pci?.statement).toMatch(/not a PCI ASV scan \(11\.3\.2\)/);
    for (const { statement } of shippedFrameworks) expect(statement).toMatch(/^Evidence for .* own judgement/);
  });
});
