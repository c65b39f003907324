import type { SigningKey } from '@holdfast/core';
import type { Account } from '../account/account.ts';

/** A token that this page can use at once: with the key it is bound to, where it is one of ours. */
export interface UsableToken {
  readonly account: Account;
  readonly accessToken: string;
  readonly scheme: 'pop' | 'bearer';
  readonly scopes: readonly string[];
  /** Epoch seconds. */
  readonly refreshAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** RFC 7638 thumbprint of the key that it is bound to; absent for a bearer token. */
  readonly bindingThumbprint: string | undefined;
  /** Absent for a bearer token, and for one that is bound to a key of the page's own. */
  readonly signer: SigningKey | undefined;
}
