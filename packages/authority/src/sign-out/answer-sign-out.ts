import type { Page } from '../pages/page.ts';
import { renderSignedOut, renderSignOut } from '../pages/sign-out-pages.ts';
import type { SignedOutView } from '../pages/views.ts';
import type { SignOutFacts } from './read-sign-out.ts';
import { buildReturnLocation } from './return-address.ts';
import type { SignOutAntiForgery } from './sign-out-anti-forgery.ts';
import type { SignOutParameter } from './sign-out-parameters.ts';

/** What a request to sign out is answered with. */
export interface SignOutAnswer {
  /** A page of ours, or an address that is registered. */
  readonly shown: { readonly page: Page } | { readonly location: string };
  /** The sign-ins that end. */
  readonly ended: readonly string[];
  /** Nobody is signed in in this browser any more. */
  readonly isOver: boolean;
}

/**
 * Decides what becomes of a request to sign out.
 *
 * Any page may send one, and the browser adds the cookie. So a person is asked, unless the request shows that it comes from an application
 * they are signed in to, or from the page that asks.
 *
 * @see OpenID Connect RP-Initiated Logout sections 2, 3 and 6
 */
export function answerSignOut(facts: SignOutFacts, antiForgery: SignOutAntiForgery): SignOutAnswer {
  const { signIns, leaving } = facts;
  if (signIns.length === 0) return { shown: leave(facts, 'nobody'), ended: [], isOver: true };
  const choice = leaving.isVouchedFor ? 'yes' : readChoice(facts, antiForgery);
  if (choice === undefined) return { shown: { page: ask(facts, antiForgery) }, ended: [], isOver: false };
  if (choice === 'no') {
    return { shown: { page: renderSignedOut({ outcome: 'stillSignedIn' }) }, ended: [], isOver: false };
  }
  const ended = leaving.signIns.map(({ sessionId }) => sessionId);
  return { shown: leave(facts, 'signedOut'), ended, isOver: ended.length === signIns.length };
}

// What was pressed on the page that asks; undefined where nobody can tell that it was pressed there, or about whom.
function readChoice(
  { request, parameters, leaving }: SignOutFacts,
  antiForgery: SignOutAntiForgery,
): string | undefined {
  const isFromPage = request.method === 'POST' && antiForgery.matches(parameters.get('anti_forgery'), leaving.signIns);
  const choice = isFromPage ? parameters.get('sign_out') : undefined;
  return choice === 'yes' || choice === 'no' ? choice : undefined;
}

function leave({ parameters, returnTo }: SignOutFacts, outcome: SignedOutView['outcome']): SignOutAnswer['shown'] {
  if (typeof returnTo === 'object') return { location: buildReturnLocation(returnTo.uri, parameters.get('state')) };
  return { page: renderSignedOut({ outcome, unknownReturn: returnTo === 'unregistered' }) };
}

const carried: readonly SignOutParameter[] = ['post_logout_redirect_uri', 'state', 'logout_hint', 'client_id', 'pocd'];

function ask({ request, parameters, leaving, returnTo }: SignOutFacts, antiForgery: SignOutAntiForgery): Page {
  return renderSignOut({
    action: `/${encodeURIComponent(request.tenantName)}/oauth2/v2.0/logout`,
    antiForgery: antiForgery.write(leaving.signIns),
    accounts: leaving.signIns.map(({ user }) => user),
    carried: carried.flatMap((name) => {
      const value = parameters.get(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
    redirectUri: typeof returnTo === 'object' ? returnTo.uri : undefined,
  });
}
