import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { Report } from '../../src/model/report.ts';
import { formatHtml } from '../../src/report/formats/html.ts';
import { readContext } from '../report/read-context.ts';

const CHROMIUM = '/usr/bin/chromium';
/** Git-ignored: pages and screenshots to look at. */
const ARTEFACTS = fileURLToPath(new URL('../../.artefacts/', import.meta.url));

export const HAS_CHROMIUM: boolean = existsSync(CHROMIUM);

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface OpenReport extends AsyncDisposable {
  readonly page: Page;
  /** Console errors, uncaught errors, policy violations, dialogs, and requests other than for the page itself. */
  readonly incidents: readonly string[];
}

export interface Look {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly javaScript?: boolean;
}

/** Pages of this process, so that test files that run side by side do not share one. */
let opened = 0;

/** Writes the report to a file and opens it as its reader would. */
export async function openReport(browser: Browser, report: Report, look: Look = {}): Promise<OpenReport> {
  const { colorScheme = 'light', width = 1280, javaScript = true } = look;
  await mkdir(ARTEFACTS, { recursive: true });
  const path = artefact(`page-${process.pid}-${++opened}.html`);
  await writeFile(path, formatHtml(report, readContext()));
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 900 },
    javaScriptEnabled: javaScript,
    offline: true,
  });
  const page = await context.newPage();
  const incidents: string[] = [];
  const url = pathToFileURL(path).href;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') incidents.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => incidents.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url() !== url) incidents.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return {
    page,
    incidents,
    async [Symbol.asyncDispose]() {
      await context.close();
      await rm(path);
    },
  };
}

/** Where a screenshot goes. */
export function artefact(name: string): string {
  return ARTEFACTS + name;
}
