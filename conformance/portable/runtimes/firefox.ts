import { launch } from 'puppeteer-core';
import type { Report } from '../suite/report.ts';
import { findInstalledBrowser } from './installed-browser.ts';
import { suiteModule, withPage } from './suite-page.ts';

const { executablePath, missing } = findInstalledBrowser('firefox-esr');

/** Why nothing runs in Firefox, or false where it is installed. */
export const firefoxMissing: string | false = missing;

// One answer brings the whole report.
const protocolTimeout = 300_000;

/** Runs a bundled suite in a page of Firefox, which has a profile of its own and is driven over WebDriver BiDi. */
export function runInFirefox(code: string): Promise<Report> {
  return withPage(code, async (url) => {
    const browser = await launch({ browser: 'firefox', executablePath, headless: true, protocolTimeout });
    try {
      const page = await browser.newPage();
      await page.goto(url);
      return await page.evaluate(async (module) => (await import(module)).run() as Promise<Report>, suiteModule);
    } finally {
      await browser.close();
    }
  });
}
