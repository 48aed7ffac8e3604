import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { coverageView } from '../../../src/report/view/coverage-view.ts';
import { openEndpointViews } from '../../../src/report/view/endpoint-view.ts';
import { findingsView } from '../../../src/report/view/finding-view.ts';
import { methodView } from '../../../src/report/view/method-view.ts';
import { notAssessedView } from '../../../src/report/view/not-assessed-view.ts';
import { outcomeView } from '../../../src/report/view/outcome-view.ts';
import { remedyViews } from '../../../src/report/view/remedy-view.ts';
import { ruleViews } from '../../../src/report/view/rule-view.ts';
import { observed } from '../observed.ts';
import { cleanReport, lanReport } from '../sample-reports.ts';

const CLEAN = cleanReport();
const LAN = lanReport();

describe('the sections of the page', () => {
  it.each([
    ['failed', 'Failed'],
    ['incomplete', 'Incomplete'],
    ['no-exceptions-noted', 'No exceptions noted'],
  ] as const)('the outcome %s is told as %s', (verdict, word) => {
    expect(outcomeView({ ...CLEAN, outcome: { ...CLEAN.outcome, verdict } }).word).toBe(word);
  });

  it.each<[string, Partial<Report['run']>, string]>([
    ['finished', {}, '2026-03-02 08:16:02 UTC'],
    ['interrupted', { complete: false }, '2026-03-02 08:16:02 UTC, interrupted: this report is partial'],
    ['killed', { complete: false, finishedAt: null }, 'not finished: this report is partial'],
  ])('a run that was %s says so', (_, run, text) => {
    const { facts } = outcomeView({ ...CLEAN, run: { ...CLEAN.run, ...run } });
    expect(facts).toContainEqual({ name: 'Finished', value: text });
  });

  it('coverage names what is not known as such', () => {
    const coverage = {
      ...LAN.coverage,
      probesSent: null,
      estimatedLoss: null,
      notProbed: 5,
      assessed: 0,
      notAssessed: 0,
      missed: null,
      passes: null,
      rates: { asked: null, slowest: null, fastest: null },
      kernelDrops: null,
    };
    const { sentences, endpoints } = coverageView({ ...LAN, coverage });
    expect(sentences).toEqual([
      'No rule applies to what was seen, so that there was nothing to assess.',
      'Services identified by their own answer: 56 of 59 (94.9 %) open endpoints; 3 open endpoints spoke no protocol that was recognised or asked for.',
      'The run was killed before it could write down how many probes it sent.',
      'Loss on the way could not be estimated.',
      'How many endpoints answer that were not found could not be estimated.',
    ]);
    expect(endpoints.parts.map(({ id }) => id)).toContain('unknown');
  });

  it('coverage tells how thoroughly was asked, and what was probably missed', () => {
    const coverage = {
      ...LAN.coverage,
      passes: 4,
      missed: { expected: 12.4, low: 3, high: 31 },
      kernelDrops: 1201,
      rates: { asked: null, slowest: 51_234.5, fastest: 402_911.2 },
    };
    expect(coverageView({ ...LAN, coverage }).sentences.slice(2)).toEqual([
      'Sent 9,964 probes, in 17 s; what stayed silent was asked up to 4 times.',
      'Rate as measured: 51,235 to 402,911 probes/s; no limit was asked for.',
      '4 endpoints answered only at a later attempt: an estimated 0.1 % of probes or answers were lost or held back.',
      'Endpoints that answer and were probably not found: about 12 (95 %: 3 to 31).',
      'The kernel of this machine dropped 1,201 packets that came faster than they were read.',
    ]);
  });

  it('remedies are put together over endpoints, worst first, then those that clear most', () => {
    const { items, more } = remedyViews(LAN);
    expect(items.map(({ severity, clears }) => `${severity.id}: ${clears}`)).toEqual([
      'critical: 4 endpoints on 4 hosts',
      'critical: 2 endpoints on 2 hosts',
      'high: 4 endpoints on 4 hosts',
      'high: 1 endpoint on 1 host',
      'medium: 4 endpoints on 4 hosts',
      'low: 13 endpoints on 13 hosts',
    ]);
    expect(more).toBeNull();
    expect(items[1]?.where).toEqual({ items: [expect.stringMatching(/^[\d.]+:\d+$/), expect.any(String)], more: null });
    expect(items[0]?.where).toEqual({ items: expect.any(Array), more: '1' });
  });

  it('a tentative finding says so before it is unfolded', () => {
    const [first] = LAN.findings;
    if (first === undefined) throw new Error('the sample has no findings');
    const about = (['confirmed', 'tentative'] as const).map((confidence) => {
      const [group] = findingsView({ ...LAN, findings: [{ ...first, confidence }] }).groups;
      return group?.findings[0]?.about[0];
    });
    expect(about[0]).not.toBe('tentative');
    expect(about[1]).toBe('tentative');
  });

  it('findings of one rule are a group, and none is lost', () => {
    const { groups } = findingsView(LAN);
    expect(groups.map(({ ruleId, count }) => `${ruleId} ${count}`)[0]).toBe(
      'core/data-without-credentials 4 endpoints',
    );
    expect(groups.flatMap(({ findings }) => findings)).toHaveLength(LAN.findings.length);
  });

  it('however many there are, each rule that failed is there with its true count', () => {
    const [first, ...others] = LAN.findings;
    if (first === undefined) throw new Error('the sample has no findings');
    const { groups, more } = findingsView({
      ...LAN,
      findings: [...Array.from({ length: 2_000 }, () => first), ...others],
    });
    expect(new Set(groups.map(({ ruleId }) => ruleId))).toEqual(new Set(LAN.findings.map(({ ruleId }) => ruleId)));
    expect(groups[0]).toMatchObject({ ruleId: first.ruleId, count: '2,003 endpoints' });
    const shown = groups.flatMap(({ findings }) => findings).length;
    expect(shown).toBeLessThanOrEqual(500);
    expect(more).toBe((1_999 + LAN.findings.length - shown).toLocaleString('en'));
  });

  it('an interrupted run does not claim to have probed what it planned', () => {
    const { facts } = outcomeView({ ...CLEAN, coverage: { ...CLEAN.coverage, notProbed: 5 } });
    expect(facts.find(({ name }) => name === 'Probed')?.value).toBe('3 hosts, 13 of 18 endpoints');
  });

  it('only https references become links', () => {
    const findings = LAN.findings.slice(0, 1).map((finding) => ({
      ...finding,
      cwe: [],
      references: ['https://example.org/a', 'http://example.org/', 'javascript:alert(1)', 'RFC 9110'],
    }));
    const { groups } = findingsView({ ...LAN, findings });
    expect(groups[0]?.references.map(({ href }) => href)).toEqual(['https://example.org/a', null, null, null]);
  });

  it('a service is not claimed to be known from more than it is', () => {
    const { items } = openEndpointViews(LAN);
    const smb = items.find(({ service }) => service === 'smb');
    expect(smb).toMatchObject({ known: 'port number only', access: 'not known' });
    const endpoints = [observed('10.20.30.1', 22, 'syn-ack')];
    expect(openEndpointViews({ ...LAN, endpoints }).items[0]).toMatchObject({
      service: 'not asked',
      known: '–',
      access: 'not asked',
    });
  });

  it('open endpoints that the report leaves out are counted', () => {
    const coverage = { ...LAN.coverage, states: { ...LAN.coverage.states, open: 5_059 } };
    expect(openEndpointViews({ ...LAN, coverage }).more).toBe('5,000');
  });

  it('what was not assessed is grouped, worst first, with what this machine could not ask', () => {
    const { gaps, errors, sentences } = notAssessedView(LAN);
    expect(gaps.items).toMatchObject([{ missing: 'rdp.nla', count: '2 endpoints' }]);
    expect(errors).toMatchObject([{ reason: 'no-buffers', count: '6 endpoints' }]);
    expect(sentences).toEqual([
      '6 endpoints could not be asked by this machine.',
      '2 checks could not be decided; none of them counts as passed.',
    ]);
    expect(notAssessedView(CLEAN)).toEqual({ gaps: { items: [], more: null }, errors: [], sentences: [] });
  });

  it('a rule that the configuration changed says why', () => {
    const rules = CLEAN.rules.slice(0, 1).map((rule) => ({ ...rule, status: 'off' as const, because: 'we have none' }));
    expect(ruleViews({ ...CLEAN, rules })[0]?.change).toBe('Switched off: we have none');
  });

  it('a run without an authorisation does not claim one', () => {
    const authorization = { by: null, ticket: null, validUntil: null, source: null };
    const { facts } = methodView({ ...CLEAN, run: { ...CLEAN.run, authorization } });
    expect(facts.find(({ name }) => name === 'Authorised by')?.value).toMatch(/^none given/);
  });
});
