import type { Account } from '../account/account.ts';
import { BrowserAuthError, ClientAuthError } from '../errors/auth-error.ts';
import { InteractionRequired } from '../errors/interaction-required.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import type { TokenResult } from '../request/token-result.ts';
import { toAccount } from './account-info.ts';
import { type AuthenticationResult, toAuthenticationResult } from './authentication-result.ts';
import { leavePageUnless } from './leave-page.ts';
import type { BaseRequest, PopupRequest, RedirectRequest, SilentRequest, SsoSilentRequest } from './requests.ts';
import type { RunningApplication } from './running-application.ts';
import { createRedirectTaker, type RedirectTaker } from './take-redirect.ts';
import { tellAttempt } from './tell-attempt.ts';
import { type RequestCircumstances, toSignInRequest, toTokenRequest } from './to-client-request.ts';
import { CacheLookupPolicy, EventType, InteractionType } from './words.ts';

/** The ways to a token, in the words of MSAL.js. */
export interface Acquisition {
  /** Opens its window before it returns. */
  byPopup(request?: PopupRequest): Promise<AuthenticationResult>;
  byRedirect(request?: RedirectRequest): Promise<void>;
  bySilence(request: SilentRequest): Promise<AuthenticationResult>;
  byFrame(request?: SsoSilentRequest): Promise<AuthenticationResult>;
  readonly takeRedirect: RedirectTaker;
}

/** Makes the ways to a token; every one tells its beginning and its end. */
export function createAcquisition(application: RunningApplication): Acquisition {
  const { configuration, authority, client, people, events, settle } = application;

  const attempt = <R extends BaseRequest, T>(
    interactionType: InteractionType,
    request: R,
    act: (named: R & { readonly correlationId: string }) => Promise<T>,
  ): Promise<T> => {
    const { correlationId: call = crypto.randomUUID() } = request;
    const { ACQUIRE_TOKEN_START: start, ACQUIRE_TOKEN_FAILURE: failure } = EventType;
    const what = { start, failure, call, interactionType, payload: request };
    return tellAttempt(events, what, () => act({ ...request, correlationId: call }));
  };
  const finish = async (interactionType: InteractionType, result: TokenResult): Promise<AuthenticationResult> => {
    const told = toAuthenticationResult(result, authority);
    const { correlationId, account } = told;
    const came = await settle();
    events.tell(EventType.ACQUIRE_TOKEN_SUCCESS, { interactionType, payload: told, correlationId });
    if (came.length > 0) events.tell(EventType.LOGIN_SUCCESS, { interactionType, payload: account, correlationId });
    return told;
  };
  const circumstancesOf = ({ account = people.active() ?? undefined }: BaseRequest): RequestCircumstances => ({
    account: account && (toAccount(account) satisfies Account),
    authority,
  });
  const ask = (
    interactionType: InteractionType,
    request: PopupRequest,
    act: (wish: SignInRequest) => Promise<TokenResult>,
  ): Promise<AuthenticationResult> =>
    attempt(interactionType, request, async (named) =>
      finish(interactionType, await act(toSignInRequest(named, circumstancesOf(named)))),
    );

  return {
    byPopup: (request = {}) => ask(InteractionType.Popup, request, client.signIn),
    byRedirect: (request = {}) =>
      attempt(InteractionType.Redirect, request, (named) => {
        const wish = { ...toSignInRequest(named, circumstancesOf(named)), interaction: 'redirect' } as const;
        const listener = request.onRedirectNavigate ?? configuration.auth.onRedirectNavigate;
        return leavePageUnless(listener, (leavePage) => client.signIn({ ...wish, leavePage }));
      }),
    bySilence: (request) =>
      attempt(InteractionType.Silent, request, async (named) => {
        const circumstances = circumstancesOf(named);
        if (circumstances.account === undefined) throw new BrowserAuthError('no_account_error', named.correlationId);
        const wish = toTokenRequest(named, circumstances);
        const result = await client.acquireToken(wish).catch((cause: unknown): never => {
          const isLook = request.cacheLookupPolicy === CacheLookupPolicy.AccessToken;
          // Nobody has to be asked where only the cache was.
          if (!isLook || !(cause instanceof InteractionRequired)) throw cause;
          throw new ClientAuthError('token_refresh_required', named.correlationId, { cause });
        });
        return finish(InteractionType.Silent, result);
      }),
    byFrame: (request = {}) => ask(InteractionType.Silent, request, client.signSilently),
    takeRedirect: createRedirectTaker(application, finish),
  };
}
