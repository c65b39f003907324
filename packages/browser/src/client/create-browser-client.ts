import type { Account } from '../account/account.ts';
import { createAccountNews } from '../account/account-news.ts';
import { createActiveAccount } from '../account/active-account.ts';
import { createTokenAcquirer } from '../acquire/acquire-token.ts';
import { toSignInResult, toTokenResult } from '../acquire/describe-token.ts';
import { createTokenFetcher } from '../acquire/fetch-token.ts';
import { type ParsedRequest, parseSignInRequest, parseTokenRequest } from '../acquire/parse-request.ts';
import { createCodeRedeemer } from '../acquire/redeem-code.ts';
import { createStoredTokens } from '../acquire/stored-token.ts';
import { createTokenMemory } from '../acquire/token-memory.ts';
import type { UsableToken } from '../acquire/usable-token.ts';
import { createBrowserFetch } from '../downstream/bound-fetch.ts';
import { createRequestSigner } from '../downstream/sign-request.ts';
import type { AccountsChanged } from '../events/browser-event.ts';
import { createIdTokenValidator } from '../id-token/validate-id-token.ts';
import { createInteraction } from '../interaction/interaction.ts';
import { createLocks } from '../locks/locks.ts';
import { createAuthoritySource } from '../metadata/authority-source.ts';
import type { BrowserClientOptions } from '../options/client-options.ts';
import { readOptions } from '../options/read-options.ts';
import { createKeyReserve } from '../proof-keys/key-reserve.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import type { TokenRequest } from '../request/token-request.ts';
import type { SignInResult, TokenOrigin, TokenResult } from '../request/token-result.ts';
import { createSessionEnd } from '../sign-out/end-session.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import { createTokenRequester } from '../token-endpoint/request-token.ts';
import { openVault } from '../vault/open-vault.ts';
import { readSession, sessionName } from '../vault/read-session.ts';
import { createAccountBook } from './account-book.ts';
import type { BrowserClient } from './browser-client.ts';

/**
 * Makes a client for a page: it signs people in, and gives tokens that are bound to keys of this browser.
 *
 * Nothing is asked of anybody before the first call; a key is made at once, so that it is there when it is needed. Make one client for a page.
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
  const { clientId, authority, clock, emit } = settings;
  const environment = new URL(authority.origin).host;
  const partition = `${authority.origin}/${authority.tenant} ${clientId}`;

  const source = createAuthoritySource(settings);
  const interaction = createInteraction(settings, source);
  const vault = openVault(settings);
  const memory = createTokenMemory();
  const keys = createKeyReserve({ algorithm: settings.proofAlgorithm, clock, emit });
  const activeAccount = createActiveAccount(clientId);
  const book = createAccountBook({ vault, partition, environment, activeAccount });
  const tokenEndpoint = async (signal: AbortSignal): Promise<string> => (await source.metadata(signal)).tokenEndpoint;
  const requestToken = createTokenRequester({ ...settings, tokenEndpoint });
  const validateIdToken = createIdTokenValidator(settings, source);
  const parts = { ...settings, partition, environment, vault, keys, memory, requestToken };
  const redeem = createCodeRedeemer({ ...parts, validateIdToken });
  const fetchToken = createTokenFetcher({
    ...parts,
    stored: createStoredTokens(parts),
    locks: createLocks(),
    async renewSilently({ wish, place, account }, signal) {
      const { scopes, claims, popKid, scheme: authenticationScheme, correlationId } = wish;
      const request = { scopes, claims, popKid, authenticationScheme, correlationId, account, signal };
      const answer = await interaction.askByFrame(request);
      const refreshToken = readSession(await vault.session(place), environment)?.refreshToken;
      return (await redeem({ answer, wish: { ...wish, signal }, renews: { account, refreshToken } })).usable;
    },
  });
  const acquire = createTokenAcquirer({ ...parts, fetchToken });
  const sign = createRequestSigner(settings);

  const changed = (change: AccountsChanged['change'], elsewhere: boolean): void => {
    book.forget();
    if (!elsewhere) news.tell(change);
    emit({ name: 'accounts.changed', change, elsewhere });
  };
  const news = createAccountNews(partition, (change) => {
    // Whose token it was is not said, and would not be believed: what is still there is found in storage.
    if (change === 'signed-out') memory.forget();
    changed(change, true);
  });

  const describe = async (usable: UsableToken, origin: TokenOrigin, wish: ParsedRequest): Promise<TokenResult> => {
    const { proof, correlationId } = wish;
    const header = proof === undefined ? undefined : await sign(usable, { request: proof, ...proof });
    return toTokenResult({ usable, origin }, correlationId, header);
  };
  const acquireUsable = async (request: TokenRequest) => {
    const wish = parseTokenRequest(request, settings);
    wish.signal?.throwIfAborted();
    const { usable, origin } = await acquire(wish, await book.choose(wish.account));
    return { usable, result: await describe(usable, origin, wish) };
  };
  const finish = async (answer: CodeAnswer): Promise<SignInResult> => {
    const wish = parseSignInRequest(answer.request, settings);
    const { epoch } = memory;
    const { usable, place } = await redeem({ answer, wish });
    memory.write(place, usable, epoch);
    changed('signed-in', false);
    return toSignInResult(await describe(usable, 'network', wish), answer);
  };
  /** The request with its name: the authority is told the same one twice. */
  const read = (request: SignInRequest): SignInRequest => {
    const { correlationId } = parseSignInRequest(request, settings);
    return { ...request, correlationId };
  };

  const forget = async (people: readonly Account[]): Promise<void> => {
    memory.forget();
    await Promise.all(people.map((account) => vault.signOut({ partition, session: sessionName(account) })));
    memory.forget();
    changed('signed-out', false);
  };
  const endSession = createSessionEnd(settings, source);

  if (settings.scheme === 'pop') keys.fill();
  let redirected: Promise<SignInResult | undefined> | undefined;
  return Object.freeze({
    handleRedirect() {
      redirected ??= interaction.takeRedirect().then((answer) => (answer === undefined ? undefined : finish(answer)));
      return redirected;
    },
    async signIn(request: SignInRequest = {}) {
      const known = read(request);
      if (known.interaction === 'redirect') return interaction.leave(known);
      return finish(await interaction.askByPopup(known));
    },
    acquireToken: async (request: TokenRequest) => (await acquireUsable(request)).result,
    signSilently: async (request: SignInRequest = {}) => finish(await interaction.askByFrame(read(request))),
    async signOut(request = {}) {
      const people = await book.list();
      const named = request.account ?? (await book.active());
      const leaving = named === undefined ? people : people.filter((one) => sessionName(one) === sessionName(named));
      const [first, ...others] = leaving;
      const account = others.length === 0 ? first : undefined;
      await endSession({ request, account, forget: () => forget(leaving) });
    },
    accounts: book.list,
    activeAccount: book.active,
    setActiveAccount: (account: Account | undefined) => activeAccount.write(account?.homeAccountId),
    createBoundFetch: (fetchOptions) => createBrowserFetch(fetchOptions, { acquire: acquireUsable, sign }),
    close() {
      interaction.close();
      news.close();
    },
  } satisfies BrowserClient);
}
