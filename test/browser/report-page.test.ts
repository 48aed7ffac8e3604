import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanReport, hostileReport, lanReport } from '../report/sample-reports.ts';
import { HAS_CHROMIUM, launch, openReport } from './open-report.ts';

const REPORTS = { clean: cleanReport(), lan: lanReport(), hostile: hostileReport() };
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
  // A run that examined nothing must not look like one that found nothing.
  expect(passes.length).toBeGreaterThan(20);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
}

describe.skipIf(!HAS_CHROMIUM)('the page in a browser (skipped without /usr/bin/chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it.each(Object.entries(REPORTS))('%s: loads nothing, breaks no policy, runs nothing foreign', async (_, report) => {
    await using open = await openReport(browser, report);
    for (const expand of await open.page.locator('#expand').all()) await expand.click();
    expect(open.incidents).toEqual([]);
    expect(await open.page.title()).toContain('exposure audit');
    expect(await open.page.locator('img, iframe, object, embed, link, base, plaintext').count()).toBe(0);
    expect(await open.page.locator('script').count()).toBe(1);
    expect(await open.page.locator('h1').count()).toBe(1);
    expect(await open.page.locator('.finding').count()).toBe(report.findings.length);
  });

  it('the incidents would be seen: an injected image and script are', async () => {
    await using open = await openReport(browser, REPORTS.clean);
    await open.page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src="http://127.0.0.1:9/x.png" onerror="document.title=1">')`,
    );
    await open.page.waitForTimeout(200);
    expect(open.incidents.length).toBeGreaterThan(0);
    expect(await open.page.title()).toContain('exposure audit');
  });

  it.each([
    ['clean', 'light'],
    ['clean', 'dark'],
    ['lan', 'light'],
    ['lan', 'dark'],
    ['hostile', 'dark'],
  ] as const)('%s, %s: axe finds no violation, with everything expanded', async (name, colorScheme) => {
    await using open = await openReport(browser, REPORTS[name], { colorScheme });
    await open.page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
    expect(await violationsOf(open.page)).toEqual([]);
  });

  it('filters findings by every word typed, and tells how many are left', async () => {
    await using open = await openReport(browser, REPORTS.lan);
    const input = open.page.getByRole('searchbox', { name: 'Filter' });
    const visible = open.page.locator('.finding:visible');
    await input.fill('redis PLATFORM');
    expect(await visible.count()).toBe(2);
    expect(await open.page.locator('output').textContent()).toBe('2 of 28 findings');
    await input.fill('critical');
    expect(await visible.count()).toBe(6);
    await input.fill('no such thing');
    expect([await visible.count(), await open.page.locator('.group:visible').count()]).toEqual([0, 0]);
    await input.fill('');
    expect(await visible.count()).toBe(28);
  });

  it('expands and collapses all', async () => {
    await using open = await openReport(browser, REPORTS.lan);
    const opened = open.page.locator('.finding details[open]');
    await open.page.getByRole('button', { name: 'Expand all' }).click();
    expect(await opened.count()).toBe(28);
    await open.page.getByRole('button', { name: 'Collapse all' }).click();
    expect(await opened.count()).toBe(0);
  });

  it('a link to a finding opens it', async () => {
    await using open = await openReport(browser, REPORTS.lan);
    const id = await open.page.locator('.finding').nth(3).getAttribute('id');
    await open.page.evaluate(`location.hash = '${id}'`);
    await open.page.locator(`#${id} details[open]`).waitFor();
    expect(await open.page.locator('.finding details[open]').count()).toBe(1);
  });

  it('without JavaScript everything can be read, and no dead control is shown', async () => {
    await using open = await openReport(browser, REPORTS.lan, { javaScript: false });
    expect(await open.page.locator('.filter').isVisible()).toBe(false);
    await open.page.locator('.finding summary').first().click();
    expect(await open.page.locator('.finding dl').first().isVisible()).toBe(true);
  });

  it('the keyboard reaches the report by the skip link', async () => {
    await using open = await openReport(browser, REPORTS.lan);
    await open.page.keyboard.press('Tab');
    await open.page.keyboard.press('Enter');
    expect(await open.page.evaluate<string>('document.activeElement.id')).toBe('main');
  });
});
