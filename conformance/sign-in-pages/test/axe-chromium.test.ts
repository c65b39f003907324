import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appearances } from '../appearances.ts';
import { findViolations } from '../find-violations.ts';
import { chromiumMissing, openSample, useChromium } from '../open-chromium.ts';
import { samplePages } from '../sample-pages.ts';
import { withPages } from '../serve-pages.ts';

const pages = samplePages();

describe('sign-in pages, for everybody', { skip: chromiumMissing }, () => {
  const withPage = useChromium();

  for (const [appearance, options] of Object.entries(appearances)) {
    it(`axe finds nothing, nothing is cut off, and no policy is broken: ${appearance}`, async () => {
      await withPages(pages, (origin) =>
        withPage(options, async (page) => {
          const complaints: string[] = [];
          page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
          for (const name of Object.keys(pages)) {
            await openSample(page, `${origin}/${name}`);
            assert.deepEqual(await findViolations(page), [], name);
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
            assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide`);
          }
          assert.deepEqual(complaints, []);
        }),
      );
    });
  }

  it('axe is really asked: it finds fault with a page that has one', async () => {
    await withPage({}, async (page) => {
      await page.setContent('<input type="text">');
      assert.ok((await findViolations(page)).some((text) => text.startsWith('label (critical)')));
    });
  });
});
