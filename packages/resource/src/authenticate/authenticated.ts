import type { JsonObject } from '@holdfast/core';
import type { PresentedScheme } from '../credential/extract-credential.ts';

/** What the caller proved possession of. Thumbprints are base64url SHA-256: of the key (RFC 7638), or of the certificate's DER. */
export type Binding =
  /** Nothing: a bearer token, under a policy that admits one. */
  | { readonly method: 'none' }
  /** The private key that the token names. */
  | {
      readonly method: 'key';
      /** RFC 7638 thumbprint of the key. */
      readonly thumbprint: string;
    }
  /** The client certificate that the token names, in the TLS handshake. */
  | {
      readonly method: 'certificate';
      /** base64url SHA-256 of the certificate's DER. */
      readonly thumbprint: string;
    }
  /** Both of them, because the token names both. */
  | {
      readonly method: 'key-and-certificate';
      /** RFC 7638 thumbprint of the key. */
      readonly thumbprint: string;
      /** base64url SHA-256 of the certificate's DER. */
      readonly certificateThumbprint: string;
    };

/** A caller whose token, proof and permissions were all checked. */
export interface Authenticated {
  /** The label the credential came under; `binding` says what it was worth. */
  readonly scheme: PresentedScheme;
  /** What the caller proved possession of. */
  readonly binding: Binding;
  /** Every claim of the access token. */
  readonly claims: JsonObject;
  /** `tid`, a lower-case GUID, where the token has one. */
  readonly tenant: string | undefined;
  /** Delegated permissions (`scp`); none in a token without a user. */
  readonly scopes: readonly string[];
  /** Application roles (`roles`). */
  readonly roles: readonly string[];
  /** `client_claims` of the proof: text that the holder of the key signed. The authority did not vouch for it. */
  readonly clientClaims: string | undefined;
  /** Header lines for the answer: the next server nonce, where proofs need one. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}
