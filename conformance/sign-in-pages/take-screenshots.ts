/** `node --conditions=source conformance/sign-in-pages/take-screenshots.ts FOLDER`: a picture of every page in every appearance. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { appearances } from './appearances.ts';
import { samplePages } from './sample-pages.ts';
import { withPages } from './serve-pages.ts';

const folder = process.argv[2];
if (folder === undefined) throw new TypeError('Name the folder that the pictures go to');
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
await withPages(samplePages, async (origin) => {
  for (const [appearance, options] of Object.entries(appearances)) {
    const context = await browser.newContext({ ...options, javaScriptEnabled: false });
    const page = await context.newPage();
    for (const name of Object.keys(samplePages)) {
      await page.goto(`${origin}/${name}`);
      await page.screenshot({ path: join(folder, `${name}-${appearance}.png`), fullPage: true });
    }
    await context.close();
  }
});
await browser.close();
