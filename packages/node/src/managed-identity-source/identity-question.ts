/** Which identity of the machine or application is meant. */
export type ManagedIdentityId =
  | {
      /** The one that the platform made for this machine or application. */
      readonly kind: 'system';
    }
  | {
      /** A user-assigned identity, and which of its ids `value` is. */
      readonly kind: 'client-id' | 'object-id' | 'resource-id';
      /** The id, as Azure writes it: a GUID, or a path that begins with `/subscriptions/`. */
      readonly value: string;
    };

/** One question to a managed identity source, complete and checked. */
export interface ManagedIdentityQuestion {
  /** What the token is for: an address or an id, without `/.default`. */
  readonly resource: string;
  /** What the application can do, such as `cp1`; sent as `xms_cc` where there are any. */
  readonly capabilities: readonly string[];
  /** SHA-256 of the token that was refused, in lower-case hex; a source that does not relay it leaves it out. @default none */
  readonly tokenHash?: string | undefined;
  /** Names the request in the logs of the platform: a GUID. */
  readonly correlationId: string;
}
