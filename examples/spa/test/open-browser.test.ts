import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { suite, test } from 'node:test';
import { chromium as playwright } from 'playwright-core';
import { chromium } from '../../../conformance/browsers/launch/chromium.ts';
import { temporaryFolder } from '../../../packages/holdfast/test/support/holdfast-process.ts';
import { findBrowser } from '../start/find-browser.ts';
import { startExample } from './start-process.ts';

suite('the browser that the example opens', () => {
  test('is looked for by name, and may be missing', async () => {
    const folder = await temporaryFolder();
    try {
      const missing = findBrowser(folder.path);
      assert.ok(missing === undefined || process.platform !== 'linux', missing);
      const file = join(folder.path, 'google-chrome');
      await writeFile(file, '');
      assert.equal(findBrowser(['/nowhere', folder.path].join(delimiter)), file);
    } finally {
      await folder.remove();
    }
  });

  test('shows the page, and trusts the authority and the API without being asked', {
    skip: chromium.missing,
  }, async () => {
    const folder = await temporaryFolder();
    // The installed Chromium, without a screen, and with a door for the test.
    const wrapper = join(folder.path, 'chromium');
    await writeFile(
      wrapper,
      `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder.path}/arguments'\nexec /usr/bin/chromium --headless=new --disable-gpu --remote-debugging-port=0 "$@"\n`,
    );
    await chmod(wrapper, 0o755);
    const path = process.env['PATH'];
    process.env['PATH'] = `${folder.path}${delimiter}${path}`;
    const example = await startExample([]).finally(() => {
      process.env['PATH'] = path;
    });
    let profile = '';
    try {
      assert.equal(example.ready.browser, wrapper);
      profile = /--user-data-dir=(.*)/.exec(await written(join(folder.path, 'arguments')))?.[1] ?? '';
      const browser = await playwright.connectOverCDP(`http://127.0.0.1:${await debuggingPort(profile)}`);
      const [page] = browser.contexts()[0]?.pages() ?? [];
      await page?.waitForURL(example.ready.page);
      assert.equal(await page?.title(), 'Bound tokens in a page: Holdfast example');
      // Both answer pages, so a certificate that is not trusted would be an error here.
      const statuses = await page?.evaluate(async ({ authority, api }) => {
        const asked = [
          `${authority}/common/discovery/instance?api-version=1.1&authorization_endpoint=${authority}/common/oauth2/v2.0/authorize`,
          `${api}/orders`,
        ];
        return Promise.all(asked.map(async (address) => (await fetch(address)).status));
      }, example.ready);
      assert.deepEqual(statuses, [200, 401]);
    } finally {
      await example.close();
      await folder.remove();
    }
    assert.equal(existsSync(profile), false, 'the profile is gone');
  });
});

async function debuggingPort(profile: string): Promise<string> {
  return (await written(join(profile, 'DevToolsActivePort'))).split('\n')[0] ?? '';
}

/** The text of a file that another program is about to write, whole lines of it. */
async function written(file: string): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.includes('\n')) return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the browser did not start');
}
