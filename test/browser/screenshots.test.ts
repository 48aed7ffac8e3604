import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanReport, hostileReport, lanReport } from '../report/sample-reports.ts';
import { artefact, HAS_CHROMIUM, launch, openReport } from './open-report.ts';
import type { Look } from './open-report.ts';

const REPORTS = { clean: cleanReport(), lan: lanReport(), hostile: hostileReport() };
const LOOKS: readonly (Look & { readonly name: string })[] = [
  { name: 'light' },
  { name: 'dark', colorScheme: 'dark' },
  { name: 'phone', width: 375 },
];

describe.skipIf(!HAS_CHROMIUM)('looks (skipped without /usr/bin/chromium); screenshots are in .artefacts/', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  for (const [name, report] of Object.entries(REPORTS)) {
    it.each(LOOKS)(`${name}, $name: nothing sticks out of the page`, async (look) => {
      await using open = await openReport(browser, report, look);
      await open.page.screenshot({ path: artefact(`${name}-${look.name}.png`), fullPage: name !== 'hostile' });
      const root = 'document.documentElement';
      expect(await open.page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`)).toBe(0);
    });
  }

  it('docs/report.png is a copy of .artefacts/readme.png', async () => {
    await using open = await openReport(browser, REPORTS.lan, { width: 1100 });
    const clip = { x: 0, y: 0, width: 1100, height: 985 };
    const image = await open.page.screenshot({ path: artefact('readme.png'), fullPage: true, clip });
    expect(image.length).toBeLessThan(300_000);
  });

  it('on paper every finding is told in full, without the controls', async () => {
    await using open = await openReport(browser, REPORTS.lan, { javaScript: false });
    await open.page.emulateMedia({ media: 'print' });
    await open.page.pdf({ path: artefact('lan.pdf'), format: 'A4' });
    expect(await open.page.locator('.filter').isVisible()).toBe(false);
    expect(await open.page.locator('.finding dl').first().isVisible()).toBe(true);
    await open.page.screenshot({ path: artefact('lan-print.png'), fullPage: true });
  });
});
