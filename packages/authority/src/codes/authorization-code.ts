import type { RequestedClaims } from '../claims/requested-claims.ts';
import type { Application, Tenant } from '../directory/directory.ts';
import type { SignIn } from '../sessions/sign-in.ts';
import type { GrantedScopes } from './granted-scopes.ts';

/** A request for authorization that a user agreed to: everything the token endpoint has to know of it. */
export interface AuthorizedRequest {
  readonly tenant: Tenant;
  readonly application: Application;
  /** Where the code was sent, letter by letter. */
  readonly redirectUri: string;
  /** `code_challenge`, method S256; public applications always have one. */
  readonly codeChallenge?: string | undefined;
  /** Comes back in the id_token. */
  readonly nonce?: string | undefined;
  readonly scopes: GrantedScopes;
  /** What the parameter `claims` asks of access tokens. Not the parameter itself: a code is kept for long, and that may be. */
  readonly requestedClaims?: RequestedClaims | undefined;
  /** The id_token has to say when the user signed in. */
  readonly tellsAuthenticationTime?: boolean | undefined;
  readonly signIn: SignIn;
}

/** What became of a code. */
export type Redemption =
  | {
      readonly outcome: 'redeemed';
      readonly request: AuthorizedRequest;
      /** Names everything that comes of this code. */
      readonly familyId: string;
      /** Epoch seconds. */
      readonly issuedAt: number;
    }
  | {
      /** Somebody else may have been first: what came of it has to end. */
      readonly outcome: 'used';
      readonly familyId: string;
    }
  | { readonly outcome: 'unknown' | 'expired' };

/** The codes that are on their way between the two endpoints: in memory, for a minute, each good for one attempt. */
export interface AuthorizationCodes {
  /** Makes a code for a request that was authorized. */
  issue(request: AuthorizedRequest): string;
  /**
   * Takes a code in. It is used up by that, whatever the request that shows it turns out to be worth.
   *
   * Not checked: who shows it, for which redirect address, and with which verifier.
   */
  redeem(code: string): Redemption;
  /**
   * Somebody signed out: the codes of that sign-in that are still on their way are taken back, or what comes of them would outlive it.
   *
   * @param sessionId - of the sign-in
   */
  endSignIn(sessionId: string): void;
}
