import { isSameAccount, toAccount } from './account-info.ts';
import { pageAddress, toAbsolute } from './configuration.ts';
import { leavePageUnless } from './leave-page.ts';
import type { ClearCacheRequest, EndSessionPopupRequest, EndSessionRequest } from './requests.ts';
import type { RunningApplication } from './running-application.ts';
import { tellAttempt } from './tell-attempt.ts';
import { EventType, InteractionType } from './words.ts';

/** The ways out, in the words of MSAL.js. */
export interface SigningOut {
  byRedirect(request?: EndSessionRequest): Promise<void>;
  byPopup(request?: EndSessionPopupRequest): Promise<void>;
  forget(request?: ClearCacheRequest): Promise<void>;
}

/** Makes the ways out; tokens and keys are forgotten first in each. */
export function createSigningOut({ configuration, client, people, events, settle }: RunningApplication): SigningOut {
  const wishOf = ({ account, postLogoutRedirectUri, logoutHint }: EndSessionRequest) => {
    const active = people.active();
    // Nobody named is everybody: else the client would take the active account for the one that is meant.
    if (active !== null && (!account || isSameAccount(active, account))) people.setActive(null);
    const address =
      postLogoutRedirectUri === undefined ? configuration.auth.postLogoutRedirectUri : postLogoutRedirectUri;
    return {
      account: account ? toAccount(account) : undefined,
      postLogoutRedirectUri: address === null ? undefined : toAbsolute(address ?? pageAddress()),
      logoutHint,
    };
  };
  const attempt = (
    interactionType: InteractionType,
    request: EndSessionRequest,
    act: (succeed: () => void) => Promise<void>,
  ): Promise<void> => {
    const { correlationId = crypto.randomUUID() } = request;
    const { LOGOUT_START: start, LOGOUT_FAILURE: failure } = EventType;
    const facts = { interactionType, payload: request };
    const succeed = (): void => events.tell(EventType.LOGOUT_SUCCESS, { ...facts, correlationId });
    return tellAttempt(events, { ...facts, start, failure, call: correlationId }, () => act(succeed)).finally(
      async () => {
        await settle();
        events.tell(EventType.LOGOUT_END, { interactionType, correlationId });
      },
    );
  };

  return {
    byRedirect: (request = {}) =>
      attempt(InteractionType.Redirect, request, (succeed) => {
        const wish = { ...wishOf(request), interaction: 'redirect' } as const;
        const { onRedirectNavigate = configuration.auth.onRedirectNavigate } = request;
        const listener = (address: string): unknown => {
          succeed();
          return onRedirectNavigate?.(address);
        };
        return leavePageUnless(listener, (leavePage) => client.signOut({ ...wish, leavePage }));
      }),
    byPopup: ({ mainWindowRedirectUri, ...request } = {}) =>
      attempt(InteractionType.Popup, request, async (succeed) => {
        await client.signOut({ ...wishOf(request), interaction: 'popup' });
        succeed();
        if (mainWindowRedirectUri !== undefined) location.assign(toAbsolute(mainWindowRedirectUri));
      }),
    async forget(request = {}) {
      await client.signOut({ ...wishOf(request), interaction: 'local' });
      await settle();
    },
  };
}
