import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumMissing } from '../../portable/runtimes/chromium.ts';
import { appearances } from '../appearances.ts';
import { findViolations } from '../find-violations.ts';
import { openChromium } from '../open-chromium.ts';
import { samplePages } from '../sample-pages.ts';
import { withPages } from '../serve-pages.ts';

const pages = samplePages();

// One of them goes on by itself, so that its end is never waited for.
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('footer').waitFor();
}

describe('sign-in pages, for everybody', { skip: chromiumMissing }, () => {
  let browser: Browser;
  before(async () => {
    browser = await openChromium();
  });
  after(() => browser.close());

  async function withContext(options: BrowserContextOptions, work: (context: BrowserContext) => Promise<void>) {
    const context = await browser.newContext(options);
    // Whatever a page sends goes nowhere, and the page stays.
    await context.route('http://localhost:5173/**', (route) => route.fulfill({ status: 204 }));
    await work(context).finally(() => context.close());
  }

  for (const [appearance, options] of Object.entries(appearances)) {
    it(`axe finds nothing, nothing is cut off, and no policy is broken: ${appearance}`, async () => {
      await withPages(pages, (origin) =>
        withContext(options, async (context) => {
          const page = await context.newPage();
          const complaints: string[] = [];
          page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
          for (const name of Object.keys(pages)) {
            await open(page, `${origin}/${name}`);
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
    await withContext({}, async (context) => {
      const page = await context.newPage();
      await page.setContent('<input type="text">');
      assert.ok((await findViolations(page)).some((text) => text.startsWith('label (critical)')));
    });
  });

  it('every page has a language, one heading, its landmarks, and a title that begins with what is on it', async () => {
    await withPages(pages, (origin) =>
      withContext({}, async (context) => {
        const page = await context.newPage();
        for (const [name, start] of [
          ['sign-in', 'Sign in'],
          ['sign-in-wrong', 'Error'],
          ['accounts', 'Choose an account'],
          ['consent', 'Allow access'],
          ['error', 'Error'],
          ['form-post', 'Continue'],
          ['sign-out', 'Sign out'],
          ['signed-out', 'You are signed out'],
        ] as const) {
          await open(page, `${origin}/${name}`);
          assert.ok((await page.title()).startsWith(start), name);
          const counts = await page.evaluate(() =>
            ['html[lang="en"]', 'h1', 'main', 'header', 'footer'].map((one) => document.querySelectorAll(one).length),
          );
          assert.deepEqual(counts, [1, 1, 1, 1, 1], name);
        }
      }),
    );
  });

  it('the keyboard starts at the field that has to be mended, and the field says what is wrong', async () => {
    await withPages(pages, (origin) =>
      withContext({}, async (context) => {
        const page = await context.newPage();
        for (const [name, field, text] of [
          ['sign-in-wrong', 'password', 'The user name or the password is wrong.'],
          ['sign-in-nameless', 'username', 'Enter your user name.'],
        ] as const) {
          await open(page, `${origin}/${name}`);
          const focused = await page.evaluate(() => {
            const field = document.activeElement;
            const ids = (field?.getAttribute('aria-describedby') ?? '').split(' ');
            return {
              id: field?.id,
              isInvalid: field?.getAttribute('aria-invalid'),
              says: ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' '),
            };
          });
          assert.equal(focused.id, field);
          assert.equal(focused.isInvalid, 'true');
          assert.match(focused.says, new RegExp(text));
        }
      }),
    );
  });

  it('every control is reached by Tab in the order of the page, and shows that it is', async () => {
    await withPages(pages, (origin) =>
      withContext({}, async (context) => {
        const page = await context.newPage();
        await page.goto(`${origin}/sign-in`);
        const reached: unknown[] = [];
        for (let presses = 0; presses < 5; presses += 1) {
          await page.keyboard.press('Tab');
          const { name, outline } = await page.evaluate(() => {
            const control = document.activeElement as HTMLElement;
            const name = control.id || control.querySelector('.who')?.textContent;
            return { name, outline: getComputedStyle(control).outlineWidth };
          });
          assert.equal(outline, '3px');
          reached.push(name);
        }
        assert.deepEqual(reached, [
          'Continue as Ada Lovelaceada@contoso.example',
          'username',
          'password',
          'go',
          'cancel',
        ]);
      }),
    );
  });

  it('buttons and fields are large enough for a finger', async () => {
    await withPages(pages, (origin) =>
      withContext(appearances['narrow']!, async (context) => {
        const page = await context.newPage();
        for (const name of Object.keys(pages)) {
          await open(page, `${origin}/${name}`);
          const small = await page.evaluate(() =>
            [...document.querySelectorAll('button, input:not([type="hidden"])')]
              .filter((one) => one.getBoundingClientRect().height < 44)
              .map((one) => one.outerHTML),
          );
          assert.deepEqual(small, [], name);
        }
      }),
    );
  });
});
