import type { GrantedScopes } from '../codes/granted-scopes.ts';
import type { Application, Tenant } from '../directory/directory.ts';
import type { SignIn } from '../sessions/sign-in.ts';

/** Everything that comes of one code: its tokens, the refresh tokens one after another, and the tokens of those. It ends as a whole. */
export interface TokenFamily {
  readonly id: string;
  readonly tenant: Tenant;
  readonly application: Application;
  readonly signIn: SignIn;
  /** What the user agreed to at the start. */
  readonly scopes: GrantedScopes;
  /** The id_token says when the user signed in. */
  readonly tellsAuthenticationTime: boolean;
  /** Epoch seconds: when the code was issued. */
  readonly startedAt: number;
  /** Epoch seconds: no refresh token of the family outlives it. */
  readonly expiresAt: number;
}

/** An access token of a family, as far as its end concerns it. */
export interface FamilyToken {
  readonly uti: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** RFC 7638 thumbprint of the key that it is bound to. */
  readonly keyThumbprint?: string | undefined;
  /** `x5t#S256` of the certificate that it is bound to. */
  readonly certificateThumbprint?: string | undefined;
}

/** A family that has ended. */
export interface EndedFamily {
  readonly family: TokenFamily;
  /** Its access tokens that are still in force, as far as they were noted. */
  readonly tokens: readonly FamilyToken[];
  /** There are more of them, which nobody can name any more. */
  readonly hasOthers: boolean;
}

/** What a refresh token turned out to be. */
export type FoundRefreshToken =
  | {
      /** `reused`: it was replaced before, so two parties have the family's tokens. */
      readonly outcome: 'current' | 'reused' | 'expired';
      readonly family: TokenFamily;
      /** The access tokens that were noted, oldest first. */
      readonly tokens: readonly FamilyToken[];
    }
  | { readonly outcome: 'unknown' };

/** The families that live: in memory, so that a restart ends them all. */
export interface TokenFamilies {
  /** A code was redeemed. */
  begin(family: TokenFamily): void;
  /**
   * Finds the family of a refresh token. Nothing is used up by that.
   *
   * Not checked: who shows it, and what was revoked.
   */
  find(refreshToken: string): FoundRefreshToken;
  /**
   * Notes an access token.
   *
   * @returns false when the family has ended: then the token must not be given to anybody
   */
  note(familyId: string, token: FamilyToken): boolean;
  /** Makes the first refresh token of a family that lives. */
  giveFirst(familyId: string): string | undefined;
  /**
   * Uses a refresh token up and makes its successor. Of two requests with the same token one gets it, or both get the same within the
   * leeway of the application.
   *
   * @returns undefined when the token is not the current one any more
   */
  rotate(refreshToken: string): string | undefined;
  /**
   * Ends a family.
   *
   * @returns undefined when there is no such family, or not any more
   */
  end(familyId: string): EndedFamily | undefined;
  /**
   * Somebody signed out: ends what that sign-in gave to pages, whose refresh tokens lie in the browser. What it gave to services stays, because
   * `offline_access` is for when the person is gone.
   *
   * @param sessionId - of the sign-in
   * @see OpenID Connect Back-Channel Logout section 2.7
   */
  endSignIn(sessionId: string): void;
}
