import type { User } from '../directory/directory.ts';
import { renderAccounts } from '../pages/accounts-page.ts';
import { renderConsent } from '../pages/consent-page.ts';
import type { Page } from '../pages/page.ts';
import { renderSignIn } from '../pages/sign-in-page.ts';
import type { AccountView, FormTarget } from '../pages/views.ts';
import type { SignIn } from '../sessions/sign-in.ts';
import type { Decision } from './authorize-request.ts';
import type { ReadRequest } from './procedures.ts';

const mostTestUsers = 12;

/** Writes the page that asks the person what is left to ask. */
export function buildPage(
  decision: Exclude<Decision, { readonly kind: 'authorized' }>,
  facts: Pick<ReadRequest, 'directory' | 'client' | 'scopes'> & { readonly form: FormTarget },
): Page {
  const { client, form } = facts;
  const view = { form, tenant: client.tenant.domain, application: client.application.name };
  switch (decision.kind) {
    case 'accounts':
      return renderAccounts({ ...view, accounts: decision.signIns.map(viewOfSignIn) });
    case 'consent': {
      const { api, scopes, openid } = facts.scopes;
      return renderConsent({
        ...view,
        account: viewOfSignIn(decision.signIn),
        api: api === undefined ? undefined : { name: api.application ?? api.appIdUri, appIdUri: api.appIdUri },
        scopes,
        openid,
      });
    }
    default: {
      const { reason, problem, username } = decision;
      return renderSignIn({ ...view, reason, problem, username, testUsers: findTestUsers(facts) });
    }
  }
}

function findTestUsers({ directory, client }: Pick<ReadRequest, 'directory' | 'client'>): readonly AccountView[] {
  const users = directory.users.filter(({ tenantId }) => tenantId === client.tenant.id);
  return users.slice(0, mostTestUsers).map(viewOf);
}

function viewOfSignIn({ user }: SignIn): AccountView {
  return viewOf(user);
}

function viewOf({ username, displayName }: User): AccountView {
  return { username, displayName };
}
