import type { Account } from '../account/account.ts';
import { nameSignIn } from '../acquire/parse-request.ts';
import { createAskingLoader } from '../asking/load-asking.ts';
import { createBrowserFetch } from '../downstream/bound-fetch.ts';
import { createEntrance } from '../interaction/entrance.ts';
import type { BrowserClientOptions } from '../options/client-options.ts';
import { readOptions } from '../options/read-options.ts';
import type { SignInRequest, SignOutRequest } from '../request/sign-in-request.ts';
import type { TokenRequest } from '../request/token-request.ts';
import type { SignInResult } from '../request/token-result.ts';
import { createSignOut } from '../sign-out/sign-out.ts';
import { openVault } from '../vault/open-vault.ts';
import { assembleTokens } from './assemble-tokens.ts';
import type { BrowserClient } from './browser-client.ts';

/**
 * Makes a client for a page: it signs people in, and gives tokens that are bound to keys of this browser.
 *
 * Nothing is asked of anybody before the first call. What asks the authority is loaded then, and makes a key at once, so that it is there when it is needed. Make
 * one client for a page.
 *
 * Not checked: that the application is registered at the authority; the first sign-in finds out.
 *
 * @throws TypeError for a wrong or unknown option, and for a page that is no secure context
 * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}
 *
 * @example
 * ```ts
 * import { createBrowserClient, InteractionRequired } from '@holdfast/browser';
 *
 * const client = createBrowserClient({ clientId: 'your application', authority: 'https://login.example/contoso.example' });
 * const boundFetch = client.createBoundFetch({ scopes: ['api://orders/read'], origins: ['https://api.example'] });
 *
 * await client.handleRedirect();
 * document.querySelector('button')?.addEventListener('click', async () => {
 *   if ((await client.accounts()).length === 0) await client.signIn({ scopes: ['api://orders/read'] });
 *   try {
 *     console.log(await (await boundFetch('https://api.example/orders')).json());
 *   } catch (error) {
 *     if (error instanceof InteractionRequired) await client.signIn({ claims: error.claims });
 *   }
 * });
 * ```
 */
export function createBrowserClient(options: BrowserClientOptions): BrowserClient {
  const settings = readOptions(options);
  const vault = openVault(settings);
  const ask = createAskingLoader(settings, vault);
  const entrance = createEntrance(settings.clientId, async () => (await ask()).interaction);
  const tokens = assembleTokens({ settings, vault, ask: async () => (await ask()).tokens });
  const leave = createSignOut(async () => (await ask()).endSession);
  const { book, finish } = tokens;
  let redirected: Promise<SignInResult | undefined> | undefined;

  return Object.freeze({
    handleRedirect(answer?: string) {
      // Once: frameworks like to call it twice, and the answer is there but once.
      redirected ??= entrance.takeRedirect(answer).then((found) => found && finish(found));
      return redirected;
    },
    async signIn(request: SignInRequest = {}) {
      const known = nameSignIn(request, settings);
      return known.interaction === 'redirect' ? entrance.leave(known) : finish(await entrance.askByPopup(known));
    },
    acquireToken: async (request: TokenRequest) => (await tokens.acquire(request)).result,
    signSilently: async (request: SignInRequest = {}) =>
      finish(await entrance.askByFrame(nameSignIn(request, settings))),
    async signOut(request: SignOutRequest = {}) {
      const leaving = await book.leaving(request.account);
      const account: Account | undefined = leaving.length === 1 ? leaving[0] : undefined;
      await leave({ request, account, forget: () => tokens.forget(leaving) });
    },
    accounts: book.list,
    activeAccount: book.active,
    setActiveAccount: tokens.setActive,
    createBoundFetch: (fetchOptions) => createBrowserFetch(fetchOptions, tokens),
    close() {
      entrance.close();
      tokens.close();
    },
  } satisfies BrowserClient);
}
