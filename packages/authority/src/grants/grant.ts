import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import type { Api, Directory } from '../directory/directory.ts';
import type { TokenForm } from '../forms/form.ts';

/** What a grant decided: for whom a token is, for which API, and what it may do there. */
export interface Authorization {
  readonly subject: { readonly kind: 'application'; readonly objectId: string };
  readonly api: Api;
  /** The API as the client spelled it; the audience of version 1 tokens. */
  readonly resource: string;
  readonly roles: readonly string[];
}

/** What a grant looks at. */
export interface GrantFacts {
  readonly issuer: { readonly directory: Directory };
  readonly form: TokenForm;
  readonly client: AuthenticatedClient;
}

/** A way to get a token; it decides, and neither binds nor signs, so that no grant can forget to. */
export interface Grant {
  /** Value of `grant_type`. */
  readonly name: string;
  authorize(facts: GrantFacts): Authorization | Promise<Authorization>;
}
