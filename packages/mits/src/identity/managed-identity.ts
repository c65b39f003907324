/** An identity that tokens are issued to. */
export interface MitsIdentity {
  /** What events call it; unique among the identities of a token service. */
  readonly name: string;
  /** GUID of the application: what the relying party authenticates as. */
  readonly clientId: string;
  /** GUID of the service principal; clients call it `principalId` or `object_id`. */
  readonly objectId: string;
  /** Azure resource id of a user-assigned identity. @default none */
  readonly resourceId?: string | undefined;
}

/** Programs of the node that share a secret, and the identities they may use. */
export interface MitsCaller {
  /** What events call them. */
  readonly name: string;
  /** What they send in the header `secret`; at least 16 visible characters, better 32 random bytes. */
  readonly secret: string;
  /** The identity of a request that names none. @default none: such a request is refused */
  readonly systemIdentity?: MitsIdentity | undefined;
  /** Identities that a request may name, beside the first. @default none */
  readonly identities?: readonly MitsIdentity[] | undefined;
}

/** How a request names an identity; no request names more than one. */
export type IdentitySelector =
  /** It names none, and means that of the system. */
  | {
      /** Nothing. */
      readonly by: 'none';
    }
  /** It names one. */
  | {
      /** Which name of the identity it is. */
      readonly by: 'client-id' | 'object-id' | 'resource-id';
      /** The name, as it was sent. */
      readonly value: string;
    };
