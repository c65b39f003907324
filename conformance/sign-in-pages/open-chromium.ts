import { after, before } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findInstalledBrowser } from '../portable/runtimes/installed-browser.ts';

const { executablePath, missing } = findInstalledBrowser('chromium');

/** Why no page can be looked at in Chromium, or false where it is installed. */
export const chromiumMissing: string | false = missing;

/** Starts Chromium, where the appearance of pages can be chosen. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Gives a page to look at, in a profile of its own, while work goes on. */
export type WithPage = <T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>) => Promise<T>;

/** Chromium for the tests of the suite that calls this. */
export function useChromium(): WithPage {
  let browser: Browser;
  before(async () => {
    browser = await openChromium();
  });
  after(() => browser.close());
  return async (options, work) => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
    // Whatever a sample page sends goes nowhere, and the page stays.
    await context.route('http://localhost:5173/**', (route) => route.fulfill({ status: 204 }));
    return work(await context.newPage()).finally(() => context.close());
  };
}

/** Opens a sample page. One of them goes on by itself, so that its end is never waited for. */
export async function openSample(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('footer').waitFor();
}
