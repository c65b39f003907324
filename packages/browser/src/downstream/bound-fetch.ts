import type { Transport } from '@holdfast/core';
import type { BoundFetch, TokenResult as ClientTokenResult, ExchangeOptions, SchemeInput } from '@holdfast/oauth';
import {
  createExchangeLoop,
  createFetchLoop,
  createFetchTransport,
  type ExchangeLoopOptions,
  parseOrigins,
  TokenNotBound,
  TokenTypeDowngraded,
} from '@holdfast/oauth/calling';
import type { Account } from '../account/account.ts';
import type { UsableToken } from '../acquire/usable-token.ts';
import { readScheme } from '../options/read-scheme.ts';
import type { TokenRequest } from '../request/token-request.ts';
import type { TokenResult } from '../request/token-result.ts';
import type { RequestSigner } from './sign-request.ts';

/** Options of a bound fetch in a page. */
export interface BrowserFetchOptions {
  /** Permissions of one API, such as `api://orders/read`. */
  readonly scopes: readonly string[];
  /** The https origins that may be given the token, compared exactly. */
  readonly origins: readonly string[];
  /** Whose token. @default the active account of the moment, or the only one */
  readonly account?: Account | undefined;
  /** `pop` or `bearer`: who wants bearer tokens says so. @default `pop` */
  readonly authenticationScheme?: SchemeInput | undefined;
  /** Reaches the API. @default the browser's own `fetch` */
  readonly transport?: Transport | undefined;
  /** Largest request body that is held for signing and repeating, in bytes. @default 4,194,304 (4 MiB) */
  readonly maxBodyBytes?: number | undefined;
}

/** What {@link createBrowserFetch} needs of a client. */
export interface FetchParts {
  /** Gives a token, and the token with its key beside it. */
  readonly acquire: (request: TokenRequest) => Promise<{ readonly result: TokenResult; readonly usable: UsableToken }>;
  readonly sign: RequestSigner;
  /** Gives what reads challenges; most answers hold none. */
  readonly challenges: ExchangeLoopOptions['challenges'];
}

const defaultMaxBodyBytes = 4 * 1024 * 1024;

/**
 * Makes a bound fetch of the client's own tokens and keys; the loop around the API is that of every client.
 *
 * @throws TypeError for origins that are none
 * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}
 */
export function createBrowserFetch(
  options: BrowserFetchOptions,
  { acquire, sign, challenges }: FetchParts,
): BoundFetch {
  const { scopes, account, transport = createFetchTransport(), maxBodyBytes = defaultMaxBodyBytes } = options;
  const scheme = readScheme(options, 'pop');
  // A token is signed with the key that it came with, whatever has replaced both since.
  const keys = new WeakMap<object, UsableToken>();
  const client: ExchangeOptions['client'] = {
    async acquireTokenForClient({ claims, accessTokenSha256ToRefresh, signal }) {
      const wish = { scopes, account, authenticationScheme: scheme, claims, accessTokenSha256ToRefresh, signal };
      const { result, usable } = await acquire(wish);
      const token = result as ClientTokenResult & TokenResult;
      keys.set(token, usable);
      return token;
    },
    async signHttpRequest({ token, ...wish }) {
      const usable = keys.get(token);
      if (usable === undefined) throw new TokenNotBound();
      return sign(usable, wish);
    },
  };
  const checkToken: ExchangeLoopOptions['checkToken'] = ({ tokenType }) => {
    if (scheme === 'pop' && tokenType !== 'pop') {
      throw new TokenTypeDowngraded({ requested: 'pop', received: tokenType === 'Bearer' ? 'bearer' : 'other' });
    }
  };
  return createFetchLoop({
    exchange: createExchangeLoop({ client, scheme, checkToken, challenges }),
    origins: parseOrigins(options.origins, false),
    maxBodyBytes,
    tokenRequest: { scopes },
    transportFor: () => transport,
  });
}
