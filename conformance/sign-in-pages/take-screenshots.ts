/** `node --conditions=source conformance/sign-in-pages/take-screenshots.ts FOLDER`: a picture of every page in every appearance. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { appearances } from './appearances.ts';
import { openChromium } from './open-chromium.ts';
import { samplePages } from './sample-pages.ts';
import { withPages } from './serve-pages.ts';

const folder = process.argv[2];
if (folder === undefined) throw new TypeError('Name the folder that the pictures go to');
mkdirSync(folder, { recursive: true });
const browser = await openChromium();
const pages = samplePages();
await withPages(pages, async (origin) => {
  for (const [appearance, options] of Object.entries(appearances)) {
    const context = await browser.newContext({ ...options, javaScriptEnabled: false });
    const page = await context.newPage();
    for (const name of Object.keys(pages)) {
      await page.goto(`${origin}/${name}`);
      await page.screenshot({ path: join(folder, `${name}-${appearance}.png`), fullPage: true });
    }
    await context.close();
  }
});
await browser.close();
