import type { RequestedClaims } from '../claims/requested-claims.ts';
import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import type { AuthorizationCodes } from '../codes/authorization-code.ts';
import type { GrantedScopes } from '../codes/granted-scopes.ts';
import type { Consents } from '../consents/consents.ts';
import type { Api, Directory } from '../directory/directory.ts';
import type { TokenForm } from '../forms/form.ts';
import type { TokenFamilies, TokenFamily } from '../refresh-tokens/token-family.ts';
import type { RevocationBook } from '../revocation/revocation-book.ts';

/** What a grant decided: for whom a token is, for which API, and what it may do there. */
export type Authorization = ApplicationAuthorization | UserAuthorization;

interface Authorized {
  readonly api: Api;
  /** The API as the client spelled it; the audience of version 1 tokens. */
  readonly resource: string;
  readonly roles: readonly string[];
}

/** An application asks in its own name. */
export interface ApplicationAuthorization extends Authorized {
  readonly subject: { readonly kind: 'application'; readonly objectId: string };
  readonly delegation?: undefined;
}

/** An application asks in the name of a user. */
export interface UserAuthorization extends Authorized {
  readonly subject: { readonly kind: 'user'; readonly objectId: string };
  readonly delegation: Delegation;
}

/** What a user lets an application do with one token. */
export interface Delegation {
  /** The family that the token will belong to. */
  readonly family: TokenFamily;
  /** What this very token is for. */
  readonly scopes: GrantedScopes;
  /** For the id_token, where one was asked for together with the code. */
  readonly nonce?: string | undefined;
  /** What the authorization request asked of the token by its parameter `claims`. */
  readonly requestedClaims?: RequestedClaims | undefined;
  /** The refresh token that was shown, and is replaced when everything else is done. */
  readonly refreshToken?: string | undefined;
}

/** What grants know of the authority. */
export interface GrantIssuer {
  readonly directory: Directory;
  readonly codes: AuthorizationCodes;
  readonly families: TokenFamilies;
  readonly consents: Consents;
  readonly revocations: Pick<RevocationBook, 'add' | 'isRevoked' | 'isHolderRevoked' | 'size'>;
}

/** What a grant looks at. */
export interface GrantFacts {
  readonly issuer: GrantIssuer;
  readonly form: TokenForm;
  readonly client: AuthenticatedClient;
}

/** A way to get a token; it decides, and neither binds nor signs, so that no grant can forget to. */
export interface Grant {
  /** Value of `grant_type`. */
  readonly name: string;
  /** Who stands behind it. Where it is a user, public applications get in, and their pages ask. */
  readonly actor: 'application' | 'user';
  authorize(facts: GrantFacts): Authorization | Promise<Authorization>;
}
