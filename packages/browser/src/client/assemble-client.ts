import type { Account } from '../account/account.ts';
import { nameSignIn } from '../acquire/parse-request.ts';
import { createTokenMemory } from '../acquire/token-memory.ts';
import { type AskingModule, createAskingLoader } from '../asking/load-asking.ts';
import { createEntrance } from '../interaction/entrance.ts';
import type { BrowserClientOptions } from '../options/client-options.ts';
import { readOptions } from '../options/read-options.ts';
import type { SignInRequest, SignOutRequest } from '../request/sign-in-request.ts';
import type { TokenRequest } from '../request/token-request.ts';
import type { SignInResult } from '../request/token-result.ts';
import { createSignOut } from '../sign-out/sign-out.ts';
import { openVault } from '../vault/open-vault.ts';
import { assembleTokens, type ClientTokens } from './assemble-tokens.ts';
import type { BrowserClient } from './browser-client.ts';

/** A client but for its bound fetch, with what that is made of. */
export interface AssembledClient {
  readonly client: Omit<BrowserClient, 'createBoundFetch'>;
  readonly tokens: ClientTokens;
}

/**
 * Assembles a client without its bound fetch, which weighs a ninth of it: pages that speak the names of MSAL.js send their requests themselves.
 *
 * @param load - loads what asks the authority
 * @throws as `createBrowserClient` does
 */
export function assembleClient(options: BrowserClientOptions, load: () => Promise<AskingModule>): AssembledClient {
  const settings = readOptions(options);
  const vault = openVault(settings);
  const memory = createTokenMemory();
  const ask = createAskingLoader({ settings, vault, memory }, load);
  const entrance = createEntrance(settings.clientId, async () => (await ask()).interaction);
  const tokens = assembleTokens({ settings, vault, memory, ask: async () => (await ask()).tokens });
  const leave = createSignOut(async () => (await ask()).endSession);
  const { book, finish } = tokens;
  let redirected: Promise<SignInResult | undefined> | undefined;

  const client: AssembledClient['client'] = {
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
    close() {
      entrance.close();
      tokens.close();
    },
  };
  return { client, tokens };
}
