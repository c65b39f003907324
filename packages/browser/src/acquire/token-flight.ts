import type { Account } from '../account/account.ts';
import type { TokenOrigin } from '../request/token-result.ts';
import type { TokenPlace } from '../vault/token-vault.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { UsableToken } from './usable-token.ts';

/** One flight for a token: where it belongs, whose it is, what it is asked with. */
export interface TokenFlight {
  readonly place: TokenPlace;
  readonly account: Account;
  readonly wish: ParsedRequest;
  /** Whether a token that is due will not do, though it has not expired. */
  readonly isRefresh: boolean;
}

/** A token and how it came. */
export interface AcquiredToken {
  readonly usable: UsableToken;
  readonly origin: TokenOrigin;
}

/** A token that was not in memory, and where it was. */
export interface FetchedToken {
  readonly usable: UsableToken;
  readonly origin: 'vault' | 'network';
}

/** Gets a token that is not in memory. */
export type TokenFetcher = (flight: TokenFlight, signal: AbortSignal) => Promise<FetchedToken>;
