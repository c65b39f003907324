import type { Account } from '../account/account.ts';
import { createAccountNews } from '../account/account-news.ts';
import { createActiveAccount } from '../account/active-account.ts';
import { createTokenAcquirer } from '../acquire/acquire-token.ts';
import { toSignInResult, toTokenResult } from '../acquire/describe-token.ts';
import { createTokenFetcher } from '../acquire/fetch-token.ts';
import {
  type ParsedRequest,
  parseSignInRequest,
  parseTokenRequest,
  toSignInRequest,
} from '../acquire/parse-request.ts';
import { createCodeRedeemer } from '../acquire/redeem-code.ts';
import { createStoredTokens } from '../acquire/stored-token.ts';
import { createTokenMemory } from '../acquire/token-memory.ts';
import type { UsableToken } from '../acquire/usable-token.ts';
import { createRequestSigner, type RequestSigner } from '../downstream/sign-request.ts';
import type { AccountsChanged } from '../events/browser-event.ts';
import { createIdTokenValidator } from '../id-token/validate-id-token.ts';
import type { Locks } from '../locks/locks.ts';
import type { AuthoritySource } from '../metadata/authority-source.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import { createKeyReserve } from '../proof-keys/key-reserve.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import type { TokenRequest } from '../request/token-request.ts';
import type { SignInResult, TokenOrigin, TokenResult } from '../request/token-result.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import { createTokenRequester } from '../token-endpoint/request-token.ts';
import { readSession, sessionName } from '../vault/read-session.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { type AccountBook, createAccountBook } from './account-book.ts';

/** The tokens of a client, without the people: everything that no window is needed for. */
export interface ClientTokens {
  /** Who is signed in, and who is meant. */
  readonly book: AccountBook;
  /** Says whose tokens are meant where nobody is named. */
  setActive(account: Account | undefined): void;
  /** Gives a token, and the token with its key beside it. */
  acquire(request: TokenRequest): Promise<{ readonly result: TokenResult; readonly usable: UsableToken }>;
  /** Makes a session of an answer. */
  finish(answer: CodeAnswer): Promise<SignInResult>;
  readonly sign: RequestSigner;
  /** Forgets what people have here, keys and all. */
  forget(people: readonly Account[]): Promise<void>;
  /** Stops listening to other tabs. */
  close(): void;
}

/** What {@link assembleTokens} needs. */
export interface ClientTokensParts {
  readonly settings: ClientSettings;
  readonly source: AuthoritySource;
  readonly vault: TokenVault;
  readonly locks: Locks;
  /** Asks the authority about somebody in a hidden frame. @default none: there is no frame */
  readonly askByFrame?: ((request: SignInRequest) => Promise<CodeAnswer>) | undefined;
}

/** Assembles what gives tokens; a key is made at once, so that it is there when it is needed. */
export function assembleTokens({ settings, source, vault, locks, askByFrame }: ClientTokensParts): ClientTokens {
  const { clientId, authority, clock, emit, scheme, proofAlgorithm: algorithm } = settings;
  const environment = new URL(authority.origin).host;
  const partition = `${authority.origin}/${authority.tenant} ${clientId}`;
  const memory = createTokenMemory();
  const keys = createKeyReserve({ algorithm, clock, emit });
  const activeAccount = createActiveAccount(clientId);
  const book = createAccountBook({ vault, partition, environment, activeAccount });
  const tokenEndpoint = async (signal: AbortSignal): Promise<string> => (await source.metadata(signal)).tokenEndpoint;
  const requestToken = createTokenRequester({ ...settings, tokenEndpoint });
  const parts = { ...settings, partition, environment, vault, keys, memory, requestToken };
  const redeem = createCodeRedeemer({ ...parts, validateIdToken: createIdTokenValidator(settings, source) });
  const renewSilently: Parameters<typeof createTokenFetcher>[0]['renewSilently'] =
    askByFrame &&
    (async ({ wish, place, account }, signal) => {
      const answer = await askByFrame(toSignInRequest(wish, account, signal));
      const refreshToken = readSession(await vault.session(place), environment)?.refreshToken;
      return (await redeem({ answer, wish: { ...wish, signal }, renews: { account, refreshToken } })).usable;
    });
  const fetchToken = createTokenFetcher({ ...parts, stored: createStoredTokens(parts), locks, renewSilently });
  const acquire = createTokenAcquirer({ ...parts, fetchToken });
  const sign = createRequestSigner(settings);

  const news = createAccountNews(partition, (change) => {
    // Whose it was is not said, and would not be believed: what is still there is found in storage.
    if (change === 'signed-out') memory.forget();
    tell(change, true);
  });
  const tell = (change: AccountsChanged['change'], elsewhere: boolean): void => {
    book.forget();
    if (!elsewhere) news.tell(change);
    emit({ name: 'accounts.changed', change, elsewhere });
  };
  const describe = async (usable: UsableToken, origin: TokenOrigin, wish: ParsedRequest): Promise<TokenResult> => {
    const { proof } = wish;
    const header = proof === undefined ? undefined : await sign(usable, { request: proof, ...proof });
    return toTokenResult({ usable, origin }, wish, header);
  };

  if (scheme === 'pop') keys.fill();
  return {
    book,
    sign,
    setActive: (account) => activeAccount.write(account?.homeAccountId),
    async acquire(request) {
      const wish = parseTokenRequest(request, settings);
      wish.signal?.throwIfAborted();
      const { usable, origin } = await acquire(wish, await book.choose(wish.account));
      return { usable, result: await describe(usable, origin, wish) };
    },
    async finish(answer) {
      const wish = parseSignInRequest(answer.request, settings);
      const { epoch } = memory;
      const { usable, place } = await redeem({ answer, wish });
      memory.write(place, usable, epoch);
      tell('signed-in', false);
      return toSignInResult(await describe(usable, 'network', wish), answer);
    },
    async forget(people) {
      memory.forget();
      await Promise.all(people.map((account) => vault.signOut({ partition, session: sessionName(account) })));
      // Once more: what was on its way when the first began may have come since.
      memory.forget();
      tell('signed-out', false);
    },
    close: () => news.close(),
  };
}
