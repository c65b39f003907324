import type { SignInRequest } from '../request/sign-in-request.ts';
import type { AnswerKind } from './sign-in-state.ts';

/** A sign-in whose answer is awaited: what was sent, and the secrets that were not. */
export interface PendingSignIn {
  readonly kind: AnswerKind;
  /** The whole text; the answer has to repeat it letter for letter. */
  readonly state: string;
  readonly nonce: string;
  /** What `code_challenge` was made from; whoever holds only the code cannot redeem it. */
  readonly codeVerifier: string;
  readonly redirectUri: string;
  /** `issuer` of the authority that was asked. */
  readonly issuer: string;
  /** Whether the authority says that its answers name their issuer. */
  readonly namesIssuer: boolean;
  readonly request: SignInRequest;
  /** Where the page was; with `redirect` only. */
  readonly returnTo?: string | undefined;
}
