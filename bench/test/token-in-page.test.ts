import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSignedInPage, pageMissing } from '../browser/signed-in-page.ts';

test('a page is signed in with both libraries, and each answers from its cache', { skip: pageMissing }, async () => {
  const page = await openSignedInPage();
  try {
    const figures = await page.time(8);
    assert.deepEqual(Object.keys(figures).sort(), ['crypto.subtle.sign', 'holdfast', 'msal-browser']);
    for (const [name, microseconds] of Object.entries(figures)) {
      assert.ok(microseconds > 0 && microseconds < 1_000_000, `${name}: ${microseconds} µs`);
    }
  } finally {
    await page.close();
  }
});
