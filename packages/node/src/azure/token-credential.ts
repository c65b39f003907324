/** What ends a wait early: an `AbortSignal`, or a stand-in for one that older SDK packages bring along. */
export interface AbortSignalLike {
  /** Whether it has fired. */
  readonly aborted: boolean;
  /** Begins to listen. */
  addEventListener(type: 'abort', listener: () => void): void;
  /** Stops listening. */
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * What a client of the Azure SDK says beside the scopes.
 *
 * Members that are not listed, such as `tracingOptions`, are not looked at; those that would bind the token are refused.
 */
export interface GetTokenOptions {
  /** Ends the wait. @default none */
  readonly abortSignal?: AbortSignalLike | undefined;
  /** How long the caller waits. @default as long as the client takes */
  readonly requestOptions?: {
    /** In milliseconds. @default as long as the client takes */
    readonly timeout?: number | undefined;
  };
  /** The claims of a challenge, as JSON text or in base64: the cached token is passed over, and replaced by the new one. @default none */
  readonly claims?: string | undefined;
  /** Whether the caller answers claims challenges; whoever brings claims does. @default `false` */
  readonly enableCae?: boolean | undefined;
  /** The tenant that a challenge named. @default the client's own */
  readonly tenantId?: string | undefined;
  /** What `@azure/core-auth` asks for a signed request with. Refused: the SDK would send it again and again, and call it `Bearer`. @default none */
  readonly proofOfPossessionOptions?: object | undefined;
}

/** A bearer token, as the Azure SDK takes it. */
export interface AccessToken {
  /** The access token. */
  readonly token: string;
  /** When it expires, in epoch milliseconds. */
  readonly expiresOnTimestamp: number;
  /** When the SDK should ask again, in epoch milliseconds. */
  readonly refreshAfterTimestamp: number;
  /** Good in anybody's hands: a credential for the Azure SDK gives no other. */
  readonly tokenType: 'Bearer';
}

/** Fits the `TokenCredential` of `@azure/core-auth`, of which this package needs nothing at run time. */
export interface TokenCredential {
  /**
   * Gives a bearer token, from the cache when it can.
   *
   * @param scopes - one or several; for a managed identity its resource with `/.default`
   * @throws {@link TokenCredentialRefused} for what this credential does not give: another tenant, a bound token, a token that its caller
   * cannot handle
   * @throws {@link TokenCredentialAborted} when the signal fires or the time is up
   * @throws whatever the client throws
   */
  getToken(scopes: string | readonly string[], options?: GetTokenOptions): Promise<AccessToken>;
  /** Closes the clients that were made for this credential; a client that was handed over whole stays open. */
  close(): Promise<void>;
}
