/** What cannot wait for anything that is loaded: the window of a click, and the address of this page. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { slotName } from '../../src/authorize/slot-name.ts';
import { ModuleUnavailable } from '../../src/errors/module-unavailable.ts';
import { createEntrance } from '../../src/interaction/entrance.ts';
import type { Interaction } from '../../src/interaction/interaction.ts';
import { createSignOut } from '../../src/sign-out/sign-out.ts';
import { clientId, refusal, until, watchOpened } from './page-fixtures.ts';

// A module of the server that is not there any more, as a browser asks for it.
const gone = '/interaction/of-an-earlier-deployment.js';
const unavailable = async (): Promise<never> => {
  throw new ModuleUnavailable(await import(gone).catch((error: unknown) => error));
};
const never = (): Promise<never> => new Promise(() => undefined);
const state = `holdfast.redirect.${'A'.repeat(22)}.${clientId}`;

async function atAddress(hash: string, work: (here: string) => Promise<void> | void): Promise<void> {
  const before = location.href;
  history.replaceState(null, '', hash);
  try {
    await work(before);
  } finally {
    history.replaceState(null, '', before);
  }
}

describe('the entrance, before anything is loaded', () => {
  it('opens the window at once, and closes it where nothing can be loaded', () =>
    watchOpened(async ({ windows }) => {
      const asking = refusal(createEntrance(clientId, unavailable).askByPopup({}));
      assert.equal(windows.length, 1);
      assert.equal((await asking).code, 'ERR_MODULE_UNAVAILABLE');
      await until(() => windows[0]?.closed);
    }));

  it('has the address clean at once, and puts back what was there', () =>
    atAddress(`#code=c&state=${state}`, (before) => {
      const pending = { kind: 'redirect', state, nonce: 'n', codeVerifier: 'v', redirectUri: before, issuer: 'i' };
      const returnTo = `${location.origin}${location.pathname}?page=2#row-7`;
      const kept = { ...pending, namesIssuer: true, request: {}, returnTo };
      sessionStorage.setItem(slotName(clientId), JSON.stringify(kept));
      void createEntrance(clientId, never).takeRedirect();
      assert.equal(location.href, returnTo);
      // One answer, one use: it is gone whatever becomes of the rest.
      assert.equal(sessionStorage.getItem(slotName(clientId)), null);
    }));

  it('leaves no code in the address where nothing can be loaded', () =>
    atAddress(`#code=c&state=${state}`, async () => {
      const { code } = await refusal(createEntrance(clientId, unavailable).takeRedirect());
      assert.deepEqual([code, location.hash], ['ERR_MODULE_UNAVAILABLE', '']);
    }));

  it('loads nothing for an address without an answer', () =>
    atAddress('#row-7', async () => {
      assert.equal(await createEntrance(clientId, unavailable).takeRedirect(), undefined);
      assert.equal(location.hash, '#row-7');
    }));

  it('is closed without loading anything, and ends what is under way when it is there', async () => {
    createEntrance(clientId, () => assert.fail('nothing is loaded to be closed')).close();
    let isClosed = false;
    const close = (): void => {
      isClosed = true;
    };
    const entrance = createEntrance(clientId, async () => ({ askByFrame: never, close }) as unknown as Interaction);
    void entrance.askByFrame({});
    entrance.close();
    await until(() => isClosed);
  });
});

describe('signing out, before anything is loaded', () => {
  const leave = (interaction: 'popup' | 'redirect' | 'local') => {
    const forgotten: string[] = [];
    const forget = async (): Promise<void> => void forgotten.push('tokens and keys');
    const left = createSignOut(unavailable)({ request: { interaction }, account: undefined, forget });
    return { forgotten, left };
  };

  it('needs nothing more where the authority is not told', async () => {
    const { forgotten, left } = leave('local');
    await left;
    assert.equal(forgotten.length, 1);
  });

  it('has forgotten tokens and keys where what tells the authority cannot be loaded, and closes its window', () =>
    watchOpened(async ({ windows }) => {
      for (const interaction of ['redirect', 'popup'] as const) {
        const { forgotten, left } = leave(interaction);
        assert.equal((await refusal(left)).code, 'ERR_MODULE_UNAVAILABLE');
        assert.equal(forgotten.length, 1);
      }
      await until(() => windows[0]?.closed);
    }));
});

describe('a module of an earlier deployment', () => {
  it('is an error of the browser, and nothing else', async () => {
    await assert.rejects(import(gone), TypeError);
  });
});
