import type { Transport } from '@holdfast/core';
import type { SchemeInput } from '@holdfast/oauth';
import type { Account } from '../account/account.ts';

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
