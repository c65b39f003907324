/** One HTTP request as a thief on the path would have it: bytes, and nothing that was not on the wire. */
export interface CapturedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Standard base64; absent when the request had no body. */
  readonly body?: string | undefined;
  /** The client certificate of the connection, PEM: no secret, for TLS 1.2 shows it to whoever listens. Absent where there was none. */
  readonly certificate?: string | undefined;
}

/** A client certificate with its key. */
export interface OwnCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
}

/** What the thief process is told: which attack, what was captured, and addresses everybody knows. */
export interface ThiefTask {
  readonly attack: AttackName;
  readonly loot: CapturedRequest;
  /** The public address of another API of the same owner. */
  readonly otherApi: string;
  /** The public address of an API route that also takes plain bearer tokens. */
  readonly openRoute: string;
  /** The thief's own certificate, from the issuer that certifies honest clients too. */
  readonly own: OwnCertificate;
}

/** What came back from one attempt. */
export interface ThiefReport {
  readonly attack: AttackName;
  /** Status of the last answer. */
  readonly status: number;
  /** The stable error code in the answer's body, where there was one. */
  readonly code?: string | undefined;
  /** True when the attempt was let through. */
  readonly stolen: boolean;
}

/** Names of the attacks, as they are printed. */
export type AttackName =
  | 'plain-bearer'
  | 'own-proof'
  | 'replayed'
  | 'other-path'
  | 'other-method'
  | 'other-host'
  | 'other-query'
  | 'other-body'
  | 'after-expiry'
  | 'from-the-future'
  | 'signed-ahead'
  | 're-encoded'
  | 'forged-token'
  | 'cross-tenant'
  | 'mtls-no-certificate'
  | 'mtls-other-certificate'
  | 'mtls-as-bearer'
  | 'mtls-spoofed-header'
  | 'unbound-from-sts'
  | 'revoked';
