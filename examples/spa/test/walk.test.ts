import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { chromium } from '../../../conformance/browsers/launch/chromium.ts';
import { type BuiltPage, openBuiltPage } from './built-page.ts';
import { openVisitor, type Visitor } from './visitor.ts';

suite('the example, as Vite builds it, in Chromium', { skip: chromium.missing }, () => {
  let built: BuiltPage;
  let visitor: Visitor;

  before(async () => {
    built = await openBuiltPage();
    const page = await built.browser.newPage();
    page.setDefaultTimeout(15_000);
    visitor = await openVisitor(page, built.url);
  });
  after(() => built?.close());

  test('a stranger is offered to sign in, and nothing else', async () => {
    await visitor.reads('Nobody is signed in.');
    const buttons = await visitor.page.getByRole('button').allInnerTexts();
    assert.deepEqual(buttons, ['Sign in', 'Sign in without a new window']);
  });

  test('in a popup: signed in, with a token that is bound to a key of this browser', async () => {
    await visitor.signIn('Ada Lovelace');
    await visitor.reads('Signed in as ada@contoso.example.');
    assert.match(await visitor.fact('Key of this browser'), /^[\w-]{43}$/);
    assert.equal(await visitor.page.locator('#problem').innerText(), '');
  });

  test('a call of the API is answered, and what was sent is shown part by part', async () => {
    await visitor.press('List orders');
    await visitor.page.locator('#proof').waitFor();
    const { orders } = JSON.parse(await visitor.page.locator('#call-answer pre').innerText()) as {
      readonly orders: unknown[];
    };
    assert.equal(orders.length, 3);
    const claims = await visitor.claims();
    const { api } = built.holdfast.ready;
    assert.deepEqual([claims.get('m'), claims.get('u'), claims.get('p')], ['GET', new URL(api).host, '/orders']);
    assert.match(claims.get('q') ?? '', /^\[\["limit"\],"[\w-]{43}"\]$/);
    for (const name of ['typ', 'alg', 'kid', 'at', 'ts', 'nonce', 'cnf', 'iss', 'aud', 'scp']) {
      assert.ok((claims.get(name) ?? '') !== '', name);
    }
    for (const row of await visitor.page.locator('.claims > div').all()) {
      assert.notEqual(await row.locator('.meaning').innerText(), '', await row.innerText());
    }
  });

  test('the thief is refused at every attempt, each with the reason of the API', async () => {
    await visitor.press('Let him try everything');
    await visitor.page.locator('#thief-verdict').filter({ hasText: '6 attempts, 6 refused.' }).waitFor();
    const answers = await visitor.page.locator('.attempts .refused').allInnerTexts();
    assert.deepEqual(
      answers.slice(0, -1).map((text) => [text.slice(0, 12), text.split(' · ').at(-1)]),
      [
        ['Refused: 401', 'ERR_REPLAY_REPEATED'],
        ['Refused: 401', 'ERR_SHR_PATH'],
        ['Refused: 401', 'ERR_SHR_METHOD'],
        ['Refused: 401', 'ERR_BINDING_PROOF_MISSING'],
        ['Refused: 401', 'ERR_SHR_KEY_MISMATCH'],
      ],
    );
    // Two scopes were asked for at once, so there is one token, and one key.
    assert.equal(answers.at(-1), 'Refused: by the browser · keys found: 1, given out: 0');
  });

  test('an order is placed with its body covered, and whoami says who it was', async () => {
    await visitor.press('Place an order');
    await visitor.page.locator('#call-answer').filter({ hasText: 'sextant' }).waitFor();
    assert.match((await visitor.claims()).get('b') ?? '', /^[\w-]{43}$/);
    await visitor.press('Who am I?');
    await visitor.page.locator('#call-answer').filter({ hasText: 'ada@contoso.example' }).waitFor();
    const whoami = JSON.parse(await visitor.page.locator('#call-answer pre').innerText()) as Record<string, unknown>;
    assert.equal(whoami['scheme'], 'pop');
    assert.deepEqual([whoami['scopes'], whoami['roles']], [['read', 'write'], []]);
  });

  test('token and key outlive a reload', async () => {
    const key = await visitor.fact('Key of this browser');
    await visitor.page.reload();
    await visitor.page.locator('#call').waitFor();
    assert.equal(await visitor.fact('Key of this browser'), key);
    assert.match(await visitor.fact('Token from'), /outlived a reload/);
    await visitor.press('List orders');
    await visitor.page.locator('#proof').waitFor();
  });

  test('where tokens were taken back, a person is asked, with one button', async () => {
    await built.admin.revoke({ user: 'ada@contoso.example' });
    await visitor.press('List orders');
    const again = visitor.page.getByRole('alert').getByRole('button', { name: 'Sign in again' });
    const [popup] = await Promise.all([visitor.page.waitForEvent('popup'), again.click()]);
    const closed = popup.waitForEvent('close');
    await popup.locator('#username').fill('ada@contoso.example');
    await popup.locator('#password').fill(built.holdfast.ready.users[0]?.password ?? '');
    await popup.locator('#go').click();
    await closed;
    await visitor.page.locator('#problem:empty').waitFor({ state: 'attached' });
    await visitor.press('List orders');
    await visitor.page.locator('#call-answer').filter({ hasText: '200' }).waitFor();
  });

  test('signed out: nothing is left, here and at the authority; then in again, without a window', async () => {
    await visitor.press('Sign out');
    await visitor.reads('Nobody is signed in.');
    assert.equal(visitor.page.url(), built.url);
    for (const id of ['call', 'proof', 'thief'])
      assert.equal(await visitor.page.locator(`#${id}`).isHidden(), true, id);
    await visitor.signInHere('Grace Hopper');
    await visitor.reads('Signed in as grace@contoso.example.');
    assert.equal(visitor.page.url(), built.url);
  });

  test('nothing was thrown that nobody caught', () => {
    assert.deepEqual(visitor.complaints, []);
  });
});
