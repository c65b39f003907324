import { answerCallback } from '../interaction/callback.ts';
import type { SignInResult } from '../request/token-result.ts';
import type { AuthenticationResult } from './authentication-result.ts';
import type { HandleRedirectPromiseOptions } from './requests.ts';
import type { RunningApplication } from './running-application.ts';
import { tellAttempt } from './tell-attempt.ts';
import { EventType, InteractionType } from './words.ts';

/** Takes the answer that the page was opened with; null where there is none. */
export type RedirectTaker = (options?: HandleRedirectPromiseOptions | string) => Promise<AuthenticationResult | null>;

// A page that passes its answer on is gone long before.
const leavingMs = 1000;

/**
 * Makes the function that takes the answer, once: it is there but once, and everybody who asks gets it.
 *
 * @param finish - tells of a result that came
 */
export function createRedirectTaker(
  { configuration, client, events }: Pick<RunningApplication, 'configuration' | 'client' | 'events'>,
  finish: (interactionType: InteractionType, result: SignInResult) => Promise<AuthenticationResult>,
): RedirectTaker {
  const interactionType = InteractionType.Redirect;
  const take = ({ hash, navigateToLoginRequestUrl }: HandleRedirectPromiseOptions) => {
    const returns = navigateToLoginRequestUrl ?? configuration.auth.navigateToLoginRequestUrl ?? true;
    const { HANDLE_REDIRECT_START: start, ACQUIRE_TOKEN_FAILURE: failure } = EventType;
    return tellAttempt(events, { start, failure, call: '', interactionType }, async () => {
      if (returns && hash === undefined && answerCallback()) {
        await new Promise((resolve) => setTimeout(resolve, leavingMs));
        return null;
      }
      const result = await client.handleRedirect(hash);
      return result === undefined ? null : finish(interactionType, result);
    }).finally(() => events.tell(EventType.HANDLE_REDIRECT_END, { interactionType }));
  };
  let redirected: Promise<AuthenticationResult | null> | undefined;
  return (options = {}) => {
    redirected ??= take(typeof options === 'string' ? { hash: options } : options);
    return redirected;
  };
}
