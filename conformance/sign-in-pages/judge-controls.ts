import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { appearances } from './appearances.ts';
import { openSample, type WithPage } from './open-chromium.ts';
import { samplePages } from './sample-pages.ts';
import { withPages } from './serve-pages.ts';

const pages = samplePages();

const titles: Readonly<Record<string, string>> = {
  'sign-in': 'Sign in',
  'sign-in-wrong': 'Error',
  accounts: 'Choose an account',
  consent: 'Allow access',
  error: 'Error',
  'form-post': 'Continue',
  'sign-out': 'Sign out',
  'signed-out': 'You are signed out',
  front: 'It runs',
};

const problems = [
  { name: 'sign-in-wrong', field: 'password', text: 'The user name or the password is wrong.' },
  { name: 'sign-in-nameless', field: 'username', text: 'Enter your user name.' },
];

function describeFocus(page: Page) {
  return page.evaluate(() => {
    const field = document.activeElement;
    const ids = (field?.getAttribute('aria-describedby') ?? '').split(' ');
    return {
      id: field?.id,
      isInvalid: field?.getAttribute('aria-invalid'),
      says: ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' '),
    };
  });
}

/** Judges fields and buttons: what they say, how they are reached, how large they are. */
export function judgeControls(withPage: WithPage): void {
  describe('controls of sign-in pages', () => {
    it('stand on a page with a language, one heading, landmarks, and a title that begins with what it is about', async () => {
      await withPages(pages, (origin) =>
        withPage({}, async (page) => {
          for (const [name, start] of Object.entries(titles)) {
            await openSample(page, `${origin}/${name}`);
            assert.ok((await page.title()).startsWith(start), name);
            const counts = await page.evaluate(() =>
              ['html[lang="en"]', 'h1', 'main', 'header', 'footer'].map((one) => document.querySelectorAll(one).length),
            );
            assert.deepEqual(counts, [1, 1, 1, 1, 1], name);
          }
        }),
      );
    });

    it('say what is wrong at the field that has to be mended, where the keyboard starts', async () => {
      await withPages(pages, (origin) =>
        withPage({}, async (page) => {
          for (const { name, field, text } of problems) {
            await openSample(page, `${origin}/${name}`);
            const focused = await describeFocus(page);
            assert.deepEqual([focused.id, focused.isInvalid], [field, 'true']);
            assert.ok(focused.says.includes(text), focused.says);
          }
        }),
      );
    });

    it('are reached by Tab in the order of the page, and show that they are', async () => {
      await withPages(pages, (origin) =>
        withPage({}, async (page) => {
          await openSample(page, `${origin}/sign-in`);
          const reached: unknown[] = [];
          for (let presses = 0; presses < 5; presses += 1) {
            await page.keyboard.press('Tab');
            const { name, outline } = await page.evaluate(() => {
              const control = document.activeElement as HTMLElement;
              const name = control.id || control.getAttribute('value');
              return { name, outline: getComputedStyle(control).outlineWidth };
            });
            assert.equal(outline, '3px');
            reached.push(name);
          }
          assert.deepEqual(reached, ['ada@contoso.example', 'username', 'password', 'go', 'cancel']);
        }),
      );
    });

    it('are large enough for a finger', async () => {
      await withPages(pages, (origin) =>
        withPage(appearances['narrow'] ?? {}, async (page) => {
          for (const name of Object.keys(pages)) {
            await openSample(page, `${origin}/${name}`);
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
}
