import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { WithPage } from './open-chromium.ts';
import { type Lab, openLab } from './open-lab.ts';

const ada = 'ada@contoso.example';

async function pressUntil(page: Page, isThere: () => boolean): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(isThere)) return;
  }
  assert.fail('the keyboard does not get there');
}

/** Signs in without a mouse. */
export function judgeKeyboard(withPage: WithPage): void {
  describe('signing in without a mouse', () => {
    let lab: Lab;
    before(async () => {
      lab = await openLab();
    });
    after(() => lab.close());

    const consent = async (page: Page): Promise<void> => {
      await page.waitForSelector('#accept');
      await pressUntil(page, () => document.activeElement?.id === 'accept');
      await page.keyboard.press('Space');
    };

    it('by one press: Tab, Enter, and consent', async () => {
      await withPage({}, async (page) => {
        await page.goto(lab.authorizeAddress());
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await consent(page);
        await page.waitForSelector('#back');
      });
    });

    it('by name and password, where Enter in a field signs in and presses no other button', async () => {
      await withPage({}, async (page) => {
        await page.goto(lab.authorizeAddress({ prompt: 'consent' }));
        await pressUntil(page, () => document.activeElement?.id === 'username');
        await page.keyboard.type(ada);
        await page.keyboard.press('Tab');
        await page.keyboard.type('wrong');
        await page.keyboard.press('Enter');
        await page.waitForSelector('#problem');
        // The keyboard is in the field that has to be mended already.
        await page.keyboard.type(lab.password(ada));
        await page.keyboard.press('Enter');
        await consent(page);
        await page.waitForSelector('#back');
      });
    });

    it('without scripts, form_post goes on by a button', async () => {
      await withPage({ javaScriptEnabled: false }, async (page) => {
        await page.goto(lab.authorizeAddress({ response_mode: 'form_post', prompt: 'consent', state: 'by hand' }));
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await consent(page);
        await page.waitForSelector('#continue');
        await pressUntil(page, () => document.activeElement?.id === 'continue');
        await page.keyboard.press('Enter');
        await page.waitForSelector('#back');
        const last = lab.application.callbacks.filter(({ method }) => method === 'POST').at(-1);
        assert.equal(new URLSearchParams(last?.body).get('state'), 'by hand');
      });
    });
  });
}
