import { chromium } from 'playwright-core';
import type { Report } from '../suite/report.ts';
import { findInstalledBrowser } from './installed-browser.ts';
import { withFolder } from './scratch-folder.ts';
import { suiteModule, withPage } from './suite-page.ts';

const { executablePath, missing } = findInstalledBrowser('chromium');

/** Why nothing runs in Chromium, or false where it is installed. */
export const chromiumMissing: string | false = missing;

// A browser for one suite: it asks nobody for updates, and tests as root run without its sandbox.
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Runs a bundled suite in a page of Chromium, in a profile of its own. */
export function runInChromium(code: string): Promise<Report> {
  return withFolder((profile) =>
    withPage(code, async (url) => {
      const browser = await chromium.launchPersistentContext(profile, { executablePath, args: flags });
      try {
        const page = await browser.newPage();
        await page.goto(url);
        return await page.evaluate(async (module) => (await import(module)).run() as Promise<Report>, suiteModule);
      } finally {
        await browser.close();
      }
    }),
  );
}
