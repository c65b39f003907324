import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { firefox } from '../../../conformance/browsers/launch/firefox.ts';
import type { RealBrowser, Tab } from '../../../conformance/browsers/launch/real-browser.ts';
import { signInAndReturn } from '../../../conformance/browsers/scene/sign-in.ts';
import { type RunningExample, startExample } from './start-process.ts';

suite('the example, as Vite serves it while it is written, in Firefox', { skip: firefox.missing }, () => {
  let example: RunningExample;
  let browser: RealBrowser;
  let tab: Tab;

  before(async () => {
    example = await startExample();
    browser = await firefox.launch();
    tab = await (await browser.openProfile()).openTab(example.ready.page);
  });
  after(async () => {
    await browser?.close();
    await example?.close();
  });

  const says = (id: string, text: string): Promise<boolean> =>
    tab.until((asked) => document.getElementById(asked.id)?.textContent?.includes(asked.text) === true, { id, text });
  const keyShown = (): Promise<string | undefined> =>
    tab.run(() => document.querySelectorAll('#account-facts dd')[2]?.textContent ?? undefined);

  test('signs in without a window, and comes back to a clean address', async () => {
    await says('account-state', 'Nobody is signed in.');
    await tab.press('#account-actions button:nth-of-type(2)');
    const [ada] = example.ready.users;
    assert.ok(ada !== undefined);
    await signInAndReturn(tab, ada, example.ready.page);
    await says('account-state', 'Signed in as ada@contoso.example.');
    assert.equal(tab.url(), example.ready.page);
  });

  test('calls the API, and the thief is refused everywhere', async () => {
    await tab.press('#call-actions button');
    await says('call-answer', 'anchor');
    await tab.press('#thief-actions button');
    await says('thief-verdict', '6 attempts, 6 refused.');
    await says('thief-attempts', 'keys found: 1, given out: 0');
  });

  test('the key outlives a reload, and is gone after the sign-out', async () => {
    await tab.until(() => document.querySelectorAll('#account-facts dd').length > 0);
    const key = await keyShown();
    assert.match(key ?? '', /^[\w-]{43}$/);
    await tab.reload();
    await says('account-facts', 'outlived a reload');
    assert.equal(await keyShown(), key);
    await tab.press('#account-actions button');
    await says('account-state', 'Nobody is signed in.');
    const stolen = await tab.run(async () => (await indexedDB.databases()).map(({ name }) => name));
    for (const name of stolen) assert.equal(await tab.run(countRecords, name ?? ''), 0, name);
  });

  test('nothing was thrown that nobody caught', () => {
    // The browser tells of the nonce challenge, and of Vite's connection, which a page that sends people on does not wait for.
    const expected = /401|WebSocket closed without opened/;
    assert.deepEqual(
      tab.complaints().filter((text) => !expected.test(text)),
      [],
    );
  });
});

// Runs in the page.
async function countRecords(name: string): Promise<number> {
  const settle = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await settle(indexedDB.open(name));
  const stores = [...database.objectStoreNames];
  if (stores.length === 0) return 0;
  const transaction = database.transaction(stores, 'readonly');
  const counts = await Promise.all(stores.map((store) => settle(transaction.objectStore(store).count())));
  database.close();
  return counts.reduce((sum, count) => sum + count, 0);
}
