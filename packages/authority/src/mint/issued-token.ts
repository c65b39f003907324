/** A token that was signed, with what replies, events and revocations tell of it. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly tokenType: 'Bearer' | 'pop' | 'mtls_pop';
  readonly uti: string;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}
