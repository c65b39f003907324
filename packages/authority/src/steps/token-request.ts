import type { Directory } from '../directory/directory.ts';
import type { SigningKeys } from '../signing/signing-keys.ts';

/** What the steps know of the authority. */
export interface Issuer {
  /** `https://localhost:8443`, without a path: from the configuration, never from a request. */
  readonly origin: string;
  readonly directory: Directory;
  readonly signingKeys: SigningKeys;
}

/** A token request as it came in, before anybody looked at it. */
export interface TokenRequest {
  readonly issuer: Issuer;
  /** First segment of the path. */
  readonly tenantName: string;
  /** The body as text; undefined when there was none. */
  readonly body: string | undefined;
  readonly authorization: string | undefined;
  /** Where else than in the body the request asks for a bound token. */
  readonly bindingOutsideBody: 'DPoP header' | 'query' | undefined;
  /** Epoch milliseconds, read once per request. */
  readonly at: number;
}
