import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuleError } from '../../../src/model/errors.ts';
import type { VerdictCounts } from '../../../src/model/report.ts';
import { assessControls, controlStatusText } from '../../../src/policy/controls/assess-controls.ts';
import type { AssessedControl, CountedRule, DisposedFinding } from '../../../src/policy/controls/assess-controls.ts';
import { checkRuleControls } from '../../../src/policy/controls/check-rule-controls.ts';
import type { ControlFramework } from '../../../src/policy/controls/control-framework.ts';
import { shippedPacks } from '../shipped-packs.ts';
import { shippedFrameworks } from './framework-files.ts';

const framework: ControlFramework = {
  framework: 'ours',
  version: '1',
  title: 'Ours',
  url: 'https://example.org',
  statement: 'Evidence for our own judgement.',
  controls: [
    { id: '1', title: 'One', url: null },
    { id: '2', title: 'Two', url: null },
    { id: '3', title: 'Three', url: null },
  ],
  map: [
    { category: 'segmentation', control: '1', relation: 'supporting' },
    { category: 'dev-on-prod', control: '1', relation: 'direct' },
    { category: 'segmentation', control: '2', relation: 'supporting' },
  ],
};

const NONE: VerdictCounts = { fail: 0, pass: 0, not_applicable: 0, not_assessed: 0, error: 0 };
const rule = (counts: Partial<VerdictCounts>, more: Partial<CountedRule> = {}): CountedRule => ({
  id: 'pack/rule',
  category: 'segmentation',
  status: 'active',
  counts: { ...NONE, ...counts },
  ...more,
});
const finding = (disposition: DisposedFinding['disposition'], endpoints = 1): DisposedFinding => ({
  ruleId: 'pack/rule',
  endpoints,
  disposition,
});

function control(
  id: string,
  rules: readonly CountedRule[],
  findings: readonly DisposedFinding[] = [],
  complete = true,
): AssessedControl {
  const found = assessControls([framework], { rules, findings, complete })[0]?.controls.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no control ${id}`);
  return found;
}

describe('the status of a control', () => {
  it.each<[string, Partial<VerdictCounts>, readonly DisposedFinding[], string]>([
    ['a failure that nobody accepted', { fail: 1, pass: 9, not_assessed: 5 }, [finding('open')], 'exceptions noted'],
    ['a waiver that ran out', { fail: 1, pass: 9 }, [finding('waiver-expired')], 'exceptions noted'],
    ['a failure worse than its waiver', { fail: 1, pass: 9 }, [finding('waiver-exceeded')], 'exceptions noted'],
    ['one waived, one not', { fail: 2 }, [finding('waived'), finding('open')], 'exceptions noted'],
    ['one of many endpoints waived', { fail: 9 }, [finding('waived'), finding('open', 8)], 'exceptions noted'],
    ['something not assessed', { pass: 9, not_assessed: 1 }, [], 'insufficient evidence'],
    ['an error', { pass: 9, error: 1 }, [], 'insufficient evidence'],
    ['only what was not assessed', { not_assessed: 1 }, [], 'insufficient evidence'],
    ['waived, but something not assessed', { fail: 1, not_assessed: 1 }, [finding('waived')], 'insufficient evidence'],
    ['all failures waived', { fail: 2, pass: 1 }, [finding('waived', 2)], 'exceptions accepted'],
    ['everything passed', { pass: 3, not_applicable: 4 }, [], 'no exceptions noted (3 checks)'],
    ['one passed', { pass: 1 }, [], 'no exceptions noted (1 check)'],
    ['nothing applied', { not_applicable: 4 }, [], 'no evidence'],
  ])('%s', (_, counts, findings, text) => {
    expect(controlStatusText(control('1', [rule(counts)], findings))).toBe(text);
  });

  it('is never better than the observation: what was not probed was not assessed', () => {
    expect(control('1', [rule({ pass: 3 })], [], false).status).toBe('insufficient-evidence');
    expect(control('1', [rule({ fail: 1 })], [finding('waived')], false).status).toBe('insufficient-evidence');
    expect(control('1', [rule({ fail: 1 })], [finding('open')], false).status).toBe('exceptions-noted');
    expect(control('3', [rule({ pass: 1 })], [], false).status).toBe('no-evidence');
  });

  it('knows of no evidence where nothing is mapped, or what is mapped is off', () => {
    expect(control('3', [rule({ pass: 3 })])).toMatchObject({ status: 'no-evidence', checks: 0, rules: [] });
    expect(control('1', [rule({}, { status: 'off' })])).toMatchObject({ status: 'no-evidence', rules: [] });
    expect(control('1', [])).toMatchObject({ status: 'no-evidence', relation: 'supporting' });
  });

  it('counts every rule of its categories, and those that name it', () => {
    const rules = [
      rule({ pass: 2, not_assessed: 1 }),
      rule({ fail: 3, error: 1 }, { id: 'pack/other', category: 'dev-on-prod' }),
      rule({ pass: 7 }, { id: 'pack/foreign', category: 'tls-hygiene' }),
      rule({ fail: 1, pass: 1 }, { id: 'pack/naming', category: 'tls-hygiene', controls: ['ours:3', 'theirs:1'] }),
    ];
    const findings = [{ ...finding('waived', 2), ruleId: 'pack/other' }];
    expect(control('1', rules, findings)).toEqual({
      id: '1',
      title: 'One',
      url: null,
      status: 'exceptions-noted',
      relation: 'direct',
      checks: 5,
      failing: 1,
      waived: 2,
      notAssessed: 2,
      rules: ['pack/rule', 'pack/other'],
    });
    expect(control('2', rules)).toMatchObject({ relation: 'supporting', rules: ['pack/rule'] });
    expect(control('3', rules)).toMatchObject({
      relation: 'direct',
      rules: ['pack/naming'],
      status: 'exceptions-noted',
    });
  });

  it('gets no better by knowing less', () => {
    const count = fc.nat(3);
    fc.assert(
      fc.property(count, count, fc.integer({ min: 1, max: 3 }), (fail, pass, lost) => {
        const assessed = control('1', [rule({ fail, pass })]);
        const less = control('1', [rule({ fail, pass: Math.max(0, pass - lost), not_assessed: lost })]);
        expect(['exceptions-noted', 'insufficient-evidence']).toContain(less.status);
        expect(less.status === 'exceptions-noted').toBe(assessed.status === 'exceptions-noted');
      }),
    );
  });

  it('is no better for a waiver of more endpoints than failed', () => {
    expect(control('1', [rule({ fail: 1 })], [finding('waived', 5)])).toMatchObject({
      failing: 0,
      waived: 1,
      checks: 1,
    });
  });
});

describe('controls that rules name', () => {
  const [pack] = shippedPacks;
  const [first] = pack?.rules ?? [];

  it('exist', () => {
    expect(() =>
      checkRuleControls(
        shippedPacks.flatMap(({ rules }) => rules),
        shippedFrameworks,
      ),
    ).not.toThrow();
  });

  it.each([
    ['pci-dss:1.4.44', 'did you mean pci-dss:1.4.4?'],
    ['hipaa:164.312', 'frameworks are '],
  ])('%s is refused', (name, hint) => {
    if (first === undefined) throw new Error('no rule');
    const refuse = () => checkRuleControls([{ ...first, controls: [name] }], shippedFrameworks);
    expect(refuse).toThrow(RuleError);
    expect(refuse).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint), at: first.at }));
  });
});
