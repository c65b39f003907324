import type { JsonObject } from '@holdfast/core';
import type { PresentedScheme } from '../credential/extract-credential.ts';

/** What the caller proved possession of. Thumbprints are base64url SHA-256: of the key (RFC 7638), or of the certificate's DER. */
export type Binding =
  | { readonly method: 'none' }
  | { readonly method: 'key'; readonly thumbprint: string }
  | { readonly method: 'certificate'; readonly thumbprint: string }
  | { readonly method: 'key-and-certificate'; readonly thumbprint: string; readonly certificateThumbprint: string };

/** A caller whose token, proof and permissions were all checked. */
export interface Authenticated {
  /** The label the credential came under; `binding` says what it was worth. */
  readonly scheme: PresentedScheme;
  readonly binding: Binding;
  /** Every claim of the access token. */
  readonly claims: JsonObject;
  /** `tid`, a lower-case GUID, where the token has one. */
  readonly tenant: string | undefined;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** `client_claims` of the proof: text that the holder of the key signed. The authority did not vouch for it. */
  readonly clientClaims: string | undefined;
  /** Header lines for the answer: the next server nonce, where proofs need one. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}
