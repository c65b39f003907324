import type { HostCryptoKey } from '@holdfast/core';
import type { Account } from '../account/account.ts';

/** The two halves of a proof key; the private one cannot be exported. */
export interface KeyPair {
  readonly privateKey: HostCryptoKey;
  readonly publicKey: HostCryptoKey;
}

/** Somebody who signed in, and what keeps him signed in. */
export interface SessionRecord {
  readonly account: Account;
  /** Good once: each use brings another. */
  readonly refreshToken?: string | undefined;
}

/** An access token together with the key it is bound to: one record, so that replacing both is one step. */
export interface TokenRecord {
  readonly accessToken: string;
  readonly scheme: 'pop' | 'bearer';
  readonly scopes: readonly string[];
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** When it should be replaced, in epoch seconds. */
  readonly refreshAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Absent for a bearer token, and for one that is bound to a key of the page's own. */
  readonly keyPair?: KeyPair | undefined;
}

/** Names a session: whose it is, at which authority and for which application. */
export interface SessionPlace {
  /** Application and authority. */
  readonly partition: string;
  /** The account. */
  readonly session: string;
}

/** Names a token of a session: scheme and scopes. */
export interface TokenPlace extends SessionPlace {
  readonly token: string;
}

/** What one answer of the authority brings. */
export interface VaultEntry {
  readonly session: SessionRecord;
  readonly token: TokenRecord;
}

/**
 * Port: what survives the page, for all tabs of an origin. Verbs are atomic: all of it or nothing.
 *
 * Nothing is checked here. Every script of the origin can write to the same storage, so what comes out is `unknown` until
 * `readSession` and `readToken` have judged it.
 */
export interface TokenVault {
  /** Every session of an application at an authority. */
  sessions(partition: string): Promise<readonly unknown[]>;
  /** One session; undefined where there is none. */
  session(place: SessionPlace): Promise<unknown>;
  /** One token with its key; undefined where there is none. */
  token(place: TokenPlace): Promise<unknown>;
  /** Puts a session and a token, whatever is there. */
  signIn(place: TokenPlace, entry: VaultEntry): Promise<void>;
  /**
   * Puts a token, and the refresh token that came with it where the one that was used for it is still there: a sign-in meanwhile has brought a
   * better one.
   *
   * @param used - the refresh token that was used
   * @returns false where the session is gone: whoever signed out wins, and nothing is put
   */
  replace(place: TokenPlace, entry: VaultEntry, used: string | undefined): Promise<boolean>;
  /** Removes a refresh token that the authority will not take any more, where it is still there. */
  dropRefreshToken(place: SessionPlace, used: string): Promise<void>;
  /** Removes one token with its key. */
  dropToken(place: TokenPlace): Promise<void>;
  /** Removes a session with all its tokens and keys. */
  signOut(place: SessionPlace): Promise<void>;
}
