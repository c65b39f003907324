import type { Account } from '../account/account.ts';
import { createAccountNews } from '../account/account-news.ts';
import { createActiveAccount } from '../account/active-account.ts';
import { createTokenAcquirer } from '../acquire/acquire-token.ts';
import { toSignInResult, toTokenResult } from '../acquire/describe-token.ts';
import { createStoredTokenFinder } from '../acquire/find-stored.ts';
import { type ParsedRequest, parseTokenRequest } from '../acquire/parse-request.ts';
import { partitionOf } from '../acquire/partition.ts';
import { createStoredTokens } from '../acquire/stored-token.ts';
import type { TokenMemory } from '../acquire/token-memory.ts';
import type { UsableToken } from '../acquire/usable-token.ts';
import type { TokenAsking } from '../asking/asking.ts';
import { createRequestSigner, type RequestSigner } from '../downstream/sign-request.ts';
import type { AccountsChanged } from '../events/browser-event.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { TokenRequest } from '../request/token-request.ts';
import type { SignInResult, TokenOrigin, TokenResult } from '../request/token-result.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import { sessionName } from '../vault/read-session.ts';
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
  /** Gives what reads challenges. */
  readonly challenges: () => Promise<TokenAsking['challenges']>;
  /** Forgets what people have here, keys and all. */
  forget(people: readonly Account[]): Promise<void>;
  /** Stops listening to other tabs. */
  close(): void;
}

/** What {@link assembleTokens} needs. */
export interface ClientTokensParts {
  readonly settings: ClientSettings;
  readonly vault: TokenVault;
  readonly memory: TokenMemory;
  /** Gives what gets tokens from the authority; it is called when the authority has to be asked. */
  readonly ask: () => Promise<TokenAsking>;
}

/** Assembles what gives tokens: those that are here at once, all others through what is loaded for them. */
export function assembleTokens({ settings, vault, memory, ask }: ClientTokensParts): ClientTokens {
  const { clientId, clock, emit } = settings;
  const { partition, environment } = partitionOf(settings);
  const activeAccount = createActiveAccount(clientId);
  const book = createAccountBook({ vault, partition, environment, activeAccount });
  const judgeBinding: TokenAsking['judgeBinding'] = async (...token) => (await ask()).judgeBinding(...token);
  const findStored = createStoredTokenFinder(createStoredTokens({ ...settings, vault, judgeBinding }), clock);
  const fetchToken: TokenAsking['fetchToken'] = async (flight) => (await ask()).fetchToken(flight);
  const acquire = createTokenAcquirer({ ...settings, partition, vault, memory, findStored, fetchToken });
  const sign = createRequestSigner({ ...settings, ask });

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

  return {
    book,
    sign,
    challenges: async () => (await ask()).challenges,
    setActive: (account) => activeAccount.write(account?.homeAccountId),
    async acquire(request) {
      const claims = request.claims === undefined ? undefined : (await ask()).readClaims(request.claims);
      const wish = parseTokenRequest(request, { scheme: settings.scheme, claims });
      wish.signal?.throwIfAborted();
      const { usable, origin } = await acquire(wish, await book.choose(wish.account));
      return { usable, result: await describe(usable, origin, wish) };
    },
    async finish(answer) {
      const { epoch } = memory;
      const { usable, place, wish } = await (await ask()).redeem(answer);
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
