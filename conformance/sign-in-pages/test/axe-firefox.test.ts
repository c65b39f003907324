import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Browser, launch } from 'puppeteer-core';
import { findInstalledBrowser } from '../../portable/runtimes/installed-browser.ts';
import { findViolations } from '../find-violations.ts';
import { samplePages } from '../sample-pages.ts';
import { withPages } from '../serve-pages.ts';

const { executablePath, missing } = findInstalledBrowser('firefox-esr');
// One of them goes on by itself, and is looked at in the other browser.
const names = Object.keys(samplePages()).filter((name) => name !== 'form-post');

describe('sign-in pages in Firefox', { skip: missing }, () => {
  let browser: Browser;
  before(async () => {
    browser = await launch({ browser: 'firefox', executablePath, headless: true });
  });
  after(() => browser.close());

  it('axe finds nothing, and nothing is cut off at 320 pixels', async () => {
    await withPages(samplePages(), async (origin) => {
      const page = await browser.newPage();
      await page.setViewport({ width: 320, height: 640 });
      for (const name of names) {
        await page.goto(`${origin}/${name}`);
        assert.deepEqual(await findViolations(page), [], name);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide`);
      }
      await page.close();
    });
  });
});
