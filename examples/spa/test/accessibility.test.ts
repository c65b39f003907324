import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { chromium } from '../../../conformance/browsers/launch/chromium.ts';
import { appearances } from '../../../conformance/sign-in-pages/appearances.ts';
import { findViolations } from '../../../conformance/sign-in-pages/find-violations.ts';
import { type BuiltPage, openBuiltPage } from './built-page.ts';
import { openVisitor } from './visitor.ts';

suite('the example, for everybody', { skip: chromium.missing }, () => {
  let built: BuiltPage;

  before(async () => {
    built = await openBuiltPage();
  });
  after(() => built?.close());

  async function assertFine(page: Page, what: string): Promise<void> {
    assert.deepEqual(await findViolations(page), [], what);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${what} is ${overflow} pixels too wide`);
  }

  for (const [appearance, options] of Object.entries(appearances)) {
    test(`axe finds nothing, and nothing is cut off, from the first sight to the last attempt: ${appearance}`, async () => {
      const context = await built.browser.newContext(options);
      try {
        const visitor = await openVisitor(await context.newPage(), built.url);
        await visitor.reads('Nobody is signed in.');
        await assertFine(visitor.page, 'signed out');
        await visitor.signIn('Ada Lovelace');
        await visitor.press('List orders');
        await visitor.page.locator('#proof').waitFor();
        await visitor.page.locator('summary').click();
        await visitor.press('Let him try everything');
        await visitor.page.locator('#thief-verdict:not(:empty)').waitFor();
        await assertFine(visitor.page, 'signed in');
      } finally {
        await context.close();
      }
    });
  }

  test('everything can be done with the keyboard alone, and the focus is not lost', async () => {
    const context = await built.browser.newContext();
    try {
      const { page, reads } = await openVisitor(await context.newPage(), built.url);
      await reads('Nobody is signed in.');
      const focused = () => page.evaluate(() => document.activeElement?.textContent);
      const walkTo = async (name: string): Promise<void> => {
        for (let steps = 0; steps < 40; steps += 1) {
          await page.keyboard.press('Tab');
          if ((await focused()) === name) return;
        }
        throw new Error(`Tab does not lead to ${name}`);
      };
      await walkTo('Sign in');
      const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
      const closed = popup.waitForEvent('close');
      await popup.locator('#username').fill('ada@contoso.example');
      await popup.keyboard.press('Tab');
      await popup.keyboard.type(built.holdfast.ready.users[0]?.password ?? '');
      await popup.keyboard.press('Enter');
      await Promise.race([popup.locator('#accept').press('Enter'), closed]).catch(() => closed);
      await closed;
      await page.locator('#call').waitFor();
      assert.match((await focused()) ?? '', /^Signed in as/);
      await walkTo('List orders');
      await page.keyboard.press('Enter');
      await page.locator('#proof').waitFor();
      assert.equal(await focused(), 'List orders');
      await walkTo('Let him try everything');
      await page.keyboard.press('Space');
      await page.locator('#thief-verdict:not(:empty)').waitFor();
      assert.equal(await focused(), 'Let him try everything');
    } finally {
      await context.close();
    }
  });
});
