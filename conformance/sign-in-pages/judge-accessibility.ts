import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Appearance, appearances, changeAppearance } from './appearances.ts';
import { findViolations } from './find-violations.ts';
import { openSample, type WithPage } from './open-chromium.ts';
import { samplePages } from './sample-pages.ts';
import { withPages } from './serve-pages.ts';

/** What was seen of a page in one appearance. */
interface Look {
  readonly name: string;
  readonly violations: readonly string[];
  /** Pixels by which it is too wide. */
  readonly overflow: number;
  /** How the page itself says that it is looked at. */
  readonly appearance: Appearance;
  readonly complaints: readonly string[];
}

const pages = samplePages();

function describeAppearance(page: Page): Promise<Appearance> {
  return page.evaluate(() => {
    const is = (query: string): boolean => matchMedia(`(${query})`).matches;
    return {
      viewport: { width: innerWidth, height: innerHeight },
      ...(devicePixelRatio === 1 ? {} : { deviceScaleFactor: devicePixelRatio }),
      colorScheme: is('prefers-color-scheme: dark') ? 'dark' : 'light',
      ...(is('forced-colors: active') ? { forcedColors: 'active' } : {}),
      ...(is('prefers-contrast: more') ? { contrast: 'more' } : {}),
    };
  });
}

/** Judges pages as people look at them, and as programs that read them aloud do. */
export function judgeAccessibility(withPage: WithPage): void {
  describe('sign-in pages, for everybody', () => {
    const looks: Readonly<Record<string, Look[]>> = Object.fromEntries(
      Object.keys(appearances).map((name) => [name, []]),
    );

    // A page is opened once, and looked at in every way before the next: opening it and axe costs more than a look.
    before(() =>
      withPages(pages, (origin) =>
        withPage({}, async (page) => {
          const complaints: string[] = [];
          page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
          const change = await changeAppearance(page);
          for (const name of Object.keys(pages)) {
            await openSample(page, `${origin}/${name}`);
            for (const [appearance, options] of Object.entries(appearances)) {
              await change(options);
              const violations = await findViolations(page);
              const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
              const seen = await describeAppearance(page);
              looks[appearance]?.push({
                name,
                violations,
                overflow,
                appearance: seen,
                complaints: complaints.splice(0),
              });
            }
          }
        }),
      ),
    );

    for (const [appearance, options] of Object.entries(appearances)) {
      it(`axe finds nothing, nothing is cut off, and no policy is broken: ${appearance}`, () => {
        const seen = looks[appearance] ?? [];
        assert.deepEqual(
          seen.map(({ name }) => name),
          Object.keys(pages),
        );
        for (const look of seen) {
          assert.deepEqual(look.appearance, options, look.name);
          assert.deepEqual(look.violations, [], look.name);
          assert.ok(look.overflow <= 0, `${look.name} is ${look.overflow} pixels too wide`);
          assert.deepEqual(look.complaints, [], look.name);
        }
      });
    }

    it('axe is really asked: it finds fault with a page that has one', async () => {
      await withPage({}, async (page) => {
        await page.setContent('<input type="text">');
        assert.ok((await findViolations(page)).some((text) => text.startsWith('label (critical)')));
      });
    });
  });
}
