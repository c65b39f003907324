import { renderAccounts } from '../../packages/authority/src/pages/accounts-page.ts';
import { renderConsent } from '../../packages/authority/src/pages/consent-page.ts';
import { renderError } from '../../packages/authority/src/pages/error-page.ts';
import { renderFormPost } from '../../packages/authority/src/pages/form-post-page.ts';
import { renderFront } from '../../packages/authority/src/pages/front-page.ts';
import type { Page } from '../../packages/authority/src/pages/page.ts';
import { renderSignIn } from '../../packages/authority/src/pages/sign-in-page.ts';
import { renderSignedOut, renderSignOut } from '../../packages/authority/src/pages/sign-out-pages.ts';
import type { AccountView } from '../../packages/authority/src/pages/views.ts';
import { honestWords, type SampleWords } from './sample-words.ts';

/** Every page that the authority shows, in every state that looks different, by name. */
export function samplePages(words: SampleWords = honestWords): Readonly<Record<string, Page>> {
  return { ...signInPages(words), ...consentPages(words), ...otherPages(words) };
}

function signInPages({ form, tenant, application, people, long }: SampleWords): Readonly<Record<string, Page>> {
  const [first] = people;
  const asks = { form, tenant, application };
  return {
    'sign-in': renderSignIn({ ...asks, testUsers: [first] }),
    'sign-in-again': renderSignIn({ ...asks, testUsers: people, reason: 'stepUp', username: first.username }),
    'sign-in-wrong': renderSignIn({
      ...asks,
      testUsers: [first],
      problem: 'credentialsWrong',
      username: first.username,
    }),
    'sign-in-nameless': renderSignIn({ ...asks, testUsers: [], problem: 'usernameMissing' }),
    'sign-in-long': renderSignIn({ ...asks, application: long, testUsers: [called(long), ...people] }),
    accounts: renderAccounts({ ...asks, accounts: people }),
  };
}

function consentPages(words: SampleWords): Readonly<Record<string, Page>> {
  const { form, tenant, application, people, long, api, scopes } = words;
  const [first, , last] = people;
  const openid = ['openid', 'profile', 'email', 'offline_access'];
  const asks = { form, tenant, application };
  return {
    consent: renderConsent({ ...asks, account: first, api, scopes, openid }),
    'consent-openid': renderConsent({ ...asks, account: last, scopes: [], openid: ['openid', 'profile'] }),
    'consent-long': renderConsent({
      ...asks,
      application: long,
      account: called(long),
      api: { name: long, appIdUri: `api://${long}` },
      scopes: [long],
      openid,
    }),
  };
}

function otherPages(words: SampleWords): Readonly<Record<string, Page>> {
  const { form, tenant, application, people, error, parameters } = words;
  const { redirectUri, antiForgery } = form;
  return {
    error: renderError({ ...error, code: 50011, at: Date.UTC(2026, 10, 20, 9, 41, 7) }),
    'form-post': renderFormPost({ redirectUri, application, parameters }),
    'sign-out': renderSignOut({
      action: '/contoso.example/oauth2/v2.0/logout',
      antiForgery,
      accounts: people,
      carried: parameters,
      redirectUri,
    }),
    'signed-out': renderSignedOut({ outcome: 'signedOut' }),
    'still-signed-in': renderSignedOut({ outcome: 'stillSignedIn' }),
    front: renderFront({ tenants: [tenant, 'fabrikam.example'] }),
    nobody: renderSignedOut({ outcome: 'nobody', unknownReturn: true }),
  };
}

function called(name: string): AccountView {
  return { username: name, displayName: name };
}
