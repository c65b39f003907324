import type { TokenReply } from '@holdfast/oauth';
import type { ManagedIdentityQuestion } from './identity-question.ts';

export type { ManagedIdentityId, ManagedIdentityQuestion } from './identity-question.ts';

/** Where the tokens of one managed identity come from. */
export interface ManagedIdentitySource {
  /** Which kind of source it is. */
  readonly name: 'service-fabric' | 'app-service' | 'imds';
  /** Whether `tokenHash` is sent on: else the source must not be expected to refresh one token and no other. */
  readonly relaysTokenHash: boolean;
  /**
   * Asks for a token, and asks again where the source's retry policy says so.
   *
   * @param question - what is asked for
   * @param signal - ends the request, and a wait between two of them, at once; its reason is what is thrown
   */
  requestToken(question: ManagedIdentityQuestion, signal: AbortSignal): Promise<TokenReply>;
  /** Closes its connections when the requests under way are done. */
  close(): Promise<void>;
}
