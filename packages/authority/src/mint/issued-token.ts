/** A token that was signed: for whom, bound to what, until when. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly tokenType: 'Bearer' | 'pop' | 'mtls_pop';
  readonly uti: string;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}
