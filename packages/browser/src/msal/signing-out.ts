import { isSameAccount, toAccount } from './account-info.ts';
import { pageAddress, toAbsolute } from './configuration.ts';
import { explainError } from './explain-error.ts';
import { leavePageUnless } from './leave-page.ts';
import type { ClearCacheRequest, EndSessionPopupRequest, EndSessionRequest } from './requests.ts';
import type { RunningApplication } from './running-application.ts';
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
  const attempt = async (
    interactionType: InteractionType,
    { correlationId = crypto.randomUUID(), ...request }: EndSessionRequest,
    act: (succeed: () => void) => Promise<void>,
  ): Promise<void> => {
    const facts = { interactionType, payload: request, correlationId };
    events.tell(EventType.LOGOUT_START, facts);
    try {
      await act(() => events.tell(EventType.LOGOUT_SUCCESS, facts));
    } catch (cause) {
      const error = explainError(cause, correlationId);
      events.tell(EventType.LOGOUT_FAILURE, { ...facts, error });
      throw error;
    } finally {
      await settle();
      events.tell(EventType.LOGOUT_END, facts);
    }
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
