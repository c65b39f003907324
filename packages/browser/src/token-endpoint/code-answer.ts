import type { SignInRequest } from '../request/sign-in-request.ts';

/** What a sign-in brought back, when everything that can be checked of it without the authority has been: state, issuer, address. */
export interface CodeAnswer {
  /** `code` of the answer; good once. */
  readonly code: string;
  /** `redirect_uri` of the request; the authority compares it. */
  readonly redirectUri: string;
  /** What `code_challenge` of the request was made from (RFC 7636). */
  readonly codeVerifier: string;
  /** `nonce` of the request: the id_token has to repeat it. */
  readonly nonce: string;
  /** What was asked for, by whom; it may have been written down meanwhile, so `signal` may be gone. */
  readonly request: SignInRequest;
  /** How the answer came. */
  readonly kind: 'redirect' | 'popup' | 'frame';
  /** `client_info` of the answer, where the token reply has none. @default none */
  readonly clientInfo?: string | undefined;
  /** `iss` of the answer, where it named one: the id_token has to name the same (RFC 9207). @default none */
  readonly issuer?: string | undefined;
  /** Where the page was before it left; always of its own origin. With `redirect` only. @default none */
  readonly returnTo?: string | undefined;
}
