import { keepPending } from '../authorize/keep-pending.ts';
import type { PendingSignIn } from '../authorize/pending-sign-in.ts';
import { processAnswer } from '../authorize/process-answer.ts';
import { SignInRefused } from '../errors/sign-in-refused.ts';
import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';
import type { AuthoritySource } from '../metadata/authority-source.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import type { TakenAnswer } from './take-answer.ts';

/**
 * Leaves the page for the authority. Resolves never; rejects when the person comes back to this very page, which browsers keep as it was.
 *
 * @throws {@link SignInUnfinished} `ERR_SIGN_IN_STORAGE`, `ERR_SIGN_IN_CANCELLED`
 */
export function leavePage(clientId: string, address: string, pending: PendingSignIn): Promise<never> {
  keepPending(clientId, pending);
  const { leavePage: leave = (there: string) => location.assign(there) } = pending.request;
  leave(address);
  return new Promise((_resolve, reject) => {
    const restored = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) reject(new SignInUnfinished('ERR_SIGN_IN_CANCELLED'));
    };
    window.addEventListener('pageshow', restored);
  });
}

/**
 * Judges an answer that this page was opened with.
 *
 * Not checked: the code; the authority does that.
 *
 * @throws {@link SignInRefused}, {@link InteractionRequired}, {@link MetadataRefused}
 */
export async function judgeRedirect(
  { parameters, pending }: TakenAnswer,
  source: AuthoritySource,
): Promise<CodeAnswer> {
  if (pending === undefined) throw new SignInRefused('ERR_SIGN_IN_STATE');
  // What was asked of one authority is not redeemed at another.
  const { issuer } = await source.metadata();
  if (pending.issuer !== issuer) throw new SignInRefused('ERR_SIGN_IN_ISSUER');
  return processAnswer(parameters, pending);
}
