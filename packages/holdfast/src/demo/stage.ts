import type { SigningKey } from '@holdfast/core';
import type { BoundFetch, ConfidentialClient } from '@holdfast/node';
import type { OwnCertificate } from './loot.ts';
import type { Tap } from './tap.ts';
import type { ThiefProcess } from './thief-process.ts';

/** An honest application of the play, with its own key. */
export interface Player {
  readonly client: ConfidentialClient;
  /** Calls both APIs with bound tokens. */
  readonly call: BoundFetch;
}

/** What the acts play on: a private authority, two APIs, honest clients, a wire-tap, a thief, and a clock that can be moved. */
export interface Stage {
  readonly api: string;
  readonly otherApi: string;
  /** The API where it asks for client certificates. */
  readonly mtlsApi: string;
  /** A route that also takes plain bearer tokens. */
  readonly openRoute: string;
  readonly scopes: readonly string[];
  /** Holds an EC key; must always ask for bound tokens. */
  readonly contoso: Player;
  /** Holds an RSA key, as Entra wants it; may ask for unbound tokens too. */
  readonly classic: Player;
  /** Belongs to another tenant of the same authority. */
  readonly fabrikam: Player;
  /** Holds a client certificate, and must always ask for tokens bound to it. */
  readonly certified: Player;
  /** The thief is an application too, with a certificate from the same issuer. */
  readonly intruder: OwnCertificate;
  /** A key that an application keeps and uses by itself (AT-POP). */
  readonly ownKey: SigningKey;
  readonly tap: Tap;
  readonly thief: ThiefProcess;
  /** The time that everybody on the stage sees, epoch milliseconds. */
  readonly clock: () => number;
  /** Moves that time forward. */
  advance(seconds: number): void;
  /** A server nonce, as anybody gets it who knocks. */
  nonce(): Promise<string | undefined>;
  rotateSigningKey(): Promise<void>;
  /** Has the authority revoke a token by its `uti`, and waits until the APIs have heard of it. */
  revoke(tokenId: string): Promise<void>;
  close(): Promise<void>;
}
