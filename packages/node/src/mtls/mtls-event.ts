/** Connections of one certificate to one origin were opened; they come into being with their first request. */
export interface MtlsPoolOpened {
  readonly name: 'mtls.opened';
  /** Where the connections lead. */
  readonly origin: string;
  /** SHA-256 thumbprint of the certificate that they present. */
  readonly x5tS256: string;
}

/** No new request goes out on them; those under way finish, then they are closed. */
export interface MtlsPoolDraining {
  readonly name: 'mtls.draining';
  /** Where the connections lead. */
  readonly origin: string;
  /** SHA-256 thumbprint of the certificate that they present. */
  readonly x5tS256: string;
  /** Another pool needed the place, the certificate was replaced, or everything is being closed. */
  readonly reason: 'evicted' | 'retired' | 'closed';
}

/** What pools tell. */
export type MtlsEvent = MtlsPoolOpened | MtlsPoolDraining;
