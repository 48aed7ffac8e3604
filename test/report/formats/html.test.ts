import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InternalError } from '../../../src/model/errors.ts';
import type { Report } from '../../../src/model/report.ts';
import { formatHtml } from '../../../src/report/formats/html.ts';
import { readContext } from '../read-context.ts';
import { cleanReport, hostileReport, lanReport } from '../sample-reports.ts';

const CONTEXT = readContext();
const html = (report: Report): string => formatHtml(report, CONTEXT);

/** The page without style and script, which are ours. */
function bodyOf(page: string): string {
  return page.replace(/<style>.*?<\/style>/s, '').replace(/<script>.*<\/script>/s, '');
}

describe('formatHtml', () => {
  it.each([
    ['clean', cleanReport()],
    ['LAN', lanReport()],
    ['hostile', hostileReport()],
  ])('the %s page has as many findings, open endpoints and rules as the report', (_, report) => {
    const page = html(report);
    const rowsOf = (id: string): number =>
      (
        page
          .split(`id="${id}"`)[1]
          ?.split('</section>')[0]
          ?.match(/<th scope="row">/g) ?? []
      ).length;
    expect(page.match(/<li class="finding" /g) ?? []).toHaveLength(report.findings.length);
    expect(rowsOf('endpoints')).toBe(report.coverage.states.open);
    expect(rowsOf('rules')).toBe(report.rules.length);
    for (const count of Object.values(report.summary.findings)) expect(page).toContain(`<strong>${count}</strong>`);
  });

  it('a question without an answer says so, and leaves no empty box', () => {
    const report = lanReport();
    const evidence = [{ question: 'PING', sent: '50', received: '', text: '' }];
    const page = html({
      ...report,
      findings: report.findings.slice(0, 1).map((finding) => ({ ...finding, evidence })),
    });
    expect(page).not.toContain('<pre></pre>');
    expect(page).toContain('<p class="quiet">no answer</p>');
  });

  it('the same report gives the same page', () => {
    expect(html(lanReport())).toBe(html(lanReport()));
  });

  it('style and script are allowed by their hash, and nothing else is', () => {
    const page = html(cleanReport());
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
    const script = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? '';
    expect([style.length > 1_000, script.length > 500]).toEqual([true, true]);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#x3D;', '=');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${CONTEXT.sha256base64(style)}'; script-src 'sha256-${CONTEXT.sha256base64(script)}'; base-uri 'none'; form-action 'none'`,
    );
  });

  it('nothing in a page is fetched, styled or handled inline', () => {
    for (const report of [lanReport(), hostileReport()]) {
      const tags = bodyOf(html(report)).match(/<[a-z][^>]*>/gi) ?? [];
      expect(tags.length).toBeGreaterThan(500);
      expect(
        tags.filter((tag) =>
          /^<(?:img|iframe|object|embed|link|base|script|style|foreignObject|use|image)\b/i.test(tag),
        ),
      ).toEqual([]);
      expect(tags.filter((tag) => /\s(?:style|src|srcset|on\w+|xlink:href)\s*=/i.test(tag))).toEqual([]);
      const targets = tags.flatMap((tag) => /\shref="([^"]*)"/.exec(tag)?.[1] ?? []);
      expect(targets.filter((target) => !/^(?:#|https:\/\/(?:example\.org\/|cwe\.mitre\.org\/))/.test(target))).toEqual(
        [],
      );
    }
  });

  it('hostile text is text: no markup, no template, no control, direction or zero-width character', () => {
    const page = html(hostileReport());
    expect(page).toContain('&lt;/script&gt;&lt;img src&#x3D;x');
    expect(page).toContain('{{7*7}}');
    expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(page).toContain('\\u{202e}gnp.exe');
    expect(page.isWellFormed()).toBe(true);
    expect(Math.max(...(page.match(/A+/g) ?? []).map((run) => run.length))).toBeLessThanOrEqual(1_000);
  });

  it('any text in a finding leaves the structure of the page alone', () => {
    const report = cleanReport();
    const [template] = lanReport().findings;
    if (template === undefined) throw new Error('the sample has no finding');
    const page = (text: string): string =>
      bodyOf(
        html({
          ...report,
          findings: [
            {
              ...template,
              title: text,
              message: text,
              because: text,
              host: text,
              why: text,
              fix: [text],
              labels: { owner: text },
            },
          ],
        }),
      );
    const tagsOf = (text: string): string => (page(text).match(/<[^>]*>/g) ?? []).join('');
    const plain = tagsOf('x');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(tagsOf(text)).toBe(plain);
      }),
      { numRuns: 15 },
    );
  });

  it('beyond 500 findings it says how many are left out', () => {
    const { findings } = lanReport();
    const many = Array.from({ length: 1_234 }, (_, at) => findings[at % findings.length]).flatMap(
      (finding) => finding ?? [],
    );
    const page = html({ ...lanReport(), findings: many });
    const shown = page.match(/<li class="finding" /g)?.length ?? 0;
    expect(shown).toBeGreaterThan(400);
    expect(shown).toBeLessThanOrEqual(500);
    expect(page).toContain(
      `${shown} are shown, some of every rule that failed; ${1_234 - shown} more are in <code>report.json</code>.`,
    );
  });

  it('only style and script go into the page unescaped', () => {
    const raw = Object.entries(CONTEXT.templates).flatMap(([name, text]) =>
      name.includes('.') ? [] : (text.match(/\{\{\{\w*|\{\{&/g) ?? []),
    );
    expect(raw).toEqual(['{{{css', '{{{js']);
  });

  it('a template that asks for what is not there fails instead of leaving a blank', () => {
    const templates = { ...CONTEXT.templates, report: '{{outcome.wrod}}' };
    expect(() => formatHtml(cleanReport(), { ...CONTEXT, templates })).toThrow(/wrod/);
  });

  it.each(['report', 'report.css', 'report.js'])('a missing template %s is told by its name', (name) => {
    const templates = Object.fromEntries(Object.entries(CONTEXT.templates).filter(([other]) => other !== name));
    expect(() => formatHtml(cleanReport(), { ...CONTEXT, templates })).toThrow(InternalError);
  });
});
