import type { CacheKey } from '../cache/cache-key.ts';
import type { CachedToken } from '../cache/token-cache.ts';
import type { RefreshReason, TokenOrigin } from '../events/token-event.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';
import type { Wish } from './decide-source.ts';

/** One caller's wish for a token. */
export interface Acquisition {
  readonly cacheKey: CacheKey;
  readonly query: TokenQuery;
  readonly wish: Wish;
  readonly signal?: AbortSignal | undefined;
  /** When the caller asked, in epoch milliseconds, where something had to be done first. @default now */
  readonly startedMs?: number | undefined;
}

/** A token and how it came. */
export interface AcquiredToken {
  readonly token: CachedToken;
  readonly origin: TokenOrigin;
  readonly refreshReason?: RefreshReason | undefined;
}
