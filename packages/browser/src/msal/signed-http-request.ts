import {
  createSigning,
  type SignedHttpRequestOptions,
  type SignedHttpRequestParameters,
  type Signing,
} from './signing.ts';

/**
 * Signs tokens that came from elsewhere, for one request, with keys of this browser. Keys outlive the page.
 *
 * Not checked: that a payload is bound to the key; where it is not, the API refuses the request.
 *
 * @throws {@link ClientConfigurationError} `pop_missing_resource_context` without a method and an address
 *
 * @example
 * ```ts
 * import { SignedHttpRequest } from '@holdfast/browser/msal';
 *
 * export async function prove(bind: (thumbprint: string) => Promise<string>): Promise<string> {
 *   const request = { resourceRequestMethod: 'GET', resourceRequestUri: 'https://api.example/orders' };
 *   const signer = new SignedHttpRequest(request);
 *   const thumbprint = await signer.generatePublicKeyThumbprint();
 *   return `PoP ${await signer.signRequest(await bind(thumbprint), thumbprint)}`;
 * }
 * ```
 */
export class SignedHttpRequest {
  readonly #signing: Signing;

  constructor(shrParameters: SignedHttpRequestParameters, shrOptions?: SignedHttpRequestOptions) {
    this.#signing = createSigning(shrParameters, shrOptions);
  }

  /** Makes a key, and gives its RFC 7638 thumbprint, which the issuer binds a token to. */
  generatePublicKeyThumbprint(): Promise<string> {
    return this.#signing((signer) => signer.generate());
  }

  /**
   * Signs a token together with the request.
   *
   * @param payload - the token
   * @param publicKeyThumbprint - which key
   * @param claims - `nonce` and `client_claims`; more in the dialect of msal-browser only
   * @throws {@link BrowserAuthError} `crypto_key_not_found`; {@link ClientConfigurationError} for claims that cannot be signed
   */
  signRequest(payload: string, publicKeyThumbprint: string, claims: object = {}): Promise<string> {
    return this.#signing((signer) => signer.sign(payload, publicKeyThumbprint, claims));
  }

  /**
   * Removes a key.
   *
   * @throws {@link BrowserAuthError} `database_unavailable`; the key is out of use all the same
   */
  removeKeys(publicKeyThumbprint: string): Promise<void> {
    return this.#signing((signer) => signer.remove(publicKeyThumbprint));
  }
}
