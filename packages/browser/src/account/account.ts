/** Somebody who signed in, as this application knows them. */
export interface Account {
  /** `uid.utid` of `client_info`: the same person in every tenant. Where the authority sends none, the `sub` of the id_token. */
  readonly homeAccountId: string;
  /** `oid` of the id_token, or `sub` where it has none: the person in this tenant. */
  readonly localAccountId: string;
  /** `tid` of the id_token. */
  readonly tenantId: string;
  /** Host, and port where it is not 443, of the authority. */
  readonly environment: string;
  /** `preferred_username` of the id_token: for showing, never for deciding. */
  readonly username: string;
  /** `name` of the id_token. */
  readonly name?: string | undefined;
  /** The claims of the id_token, whose signature, issuer, audience, times and nonce were checked. */
  readonly idTokenClaims: Readonly<Record<string, unknown>>;
  /** The id_token of the sign-in, as it came: for a server of yours, which verifies it anew. It opens no API. */
  readonly idToken?: string | undefined;
}
