import { renderAccounts } from '../../packages/authority/src/pages/accounts-page.ts';
import { renderConsent } from '../../packages/authority/src/pages/consent-page.ts';
import { renderError } from '../../packages/authority/src/pages/error-page.ts';
import { renderFormPost } from '../../packages/authority/src/pages/form-post-page.ts';
import type { Page } from '../../packages/authority/src/pages/page.ts';
import { renderSignIn } from '../../packages/authority/src/pages/sign-in-page.ts';
import { renderSignedOut, renderSignOut } from '../../packages/authority/src/pages/sign-out-pages.ts';
import type { FormTarget } from '../../packages/authority/src/pages/views.ts';

const form: FormTarget = {
  action: '/contoso.example/oauth2/v2.0/authorize',
  flow: 'NUxk0dM9m0m4QmVwJ2bAxg',
  antiForgery: 'q8Gx3n3mGk2eDxA0XQmC2w',
  redirectUri: 'http://localhost:5173/redirect.html',
};
const ada = { username: 'ada@contoso.example', displayName: 'Ada Lovelace' };
const grace = { username: 'grace@contoso.example', displayName: 'Grace Hopper' };
const whoAsks = { form, tenant: 'contoso.example', application: 'spa' };
const api = { name: 'orders-api', appIdUri: 'api://orders' };
const openid = ['openid', 'profile', 'email', 'offline_access'];

// Names that a narrow page has to break, and that read from right to left.
const long = `${'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)}@contoso.example`;
const hebrew = { username: 'dana@contoso.example', displayName: 'דנה כהן' };

/** Every page that the authority shows, in every state that looks different. */
export const samplePages: Readonly<Record<string, Page>> = {
  'sign-in': renderSignIn({ ...whoAsks, testUsers: [ada] }),
  'sign-in-again': renderSignIn({
    ...whoAsks,
    testUsers: [ada, grace],
    reason: 'stepUp',
    username: 'ada@contoso.example',
  }),
  'sign-in-wrong': renderSignIn({ ...whoAsks, testUsers: [ada], problem: 'credentialsWrong', username: 'ada' }),
  'sign-in-nameless': renderSignIn({ ...whoAsks, testUsers: [], problem: 'usernameMissing' }),
  'sign-in-long': renderSignIn({
    ...whoAsks,
    application: long,
    testUsers: [{ username: long, displayName: long }, hebrew],
  }),
  accounts: renderAccounts({ ...whoAsks, accounts: [ada, grace] }),
  consent: renderConsent({ ...whoAsks, account: ada, api, scopes: ['read', 'write'], openid }),
  'consent-openid': renderConsent({ ...whoAsks, account: hebrew, scopes: [], openid: ['openid', 'profile'] }),
  'consent-long': renderConsent({
    ...whoAsks,
    application: long,
    account: { username: long, displayName: long },
    api: { name: long, appIdUri: `api://${long}` },
    scopes: [long],
    openid,
  }),
  error: renderError({
    code: 50011,
    text: 'The redirect address of the request does not match any address that the application has registered.',
    mend: 'Register the address, letter by letter, or correct the parameter redirect_uri.',
    traceId: '5b1cbb3f-4f9e-4ab8-8f6f-0b7f7a0c9a55',
    at: Date.UTC(2026, 10, 20, 9, 41, 7),
  }),
  'form-post': renderFormPost({
    redirectUri: 'http://localhost:3000/auth/callback',
    application: 'web-app',
    parameters: [
      ['code', '1.abc'],
      ['state', 'x&y="<z>"'],
    ],
  }),
  'sign-out': renderSignOut({
    action: '/contoso.example/oauth2/v2.0/logout',
    antiForgery: 'mGk2eDxA0XQmC2w',
    accounts: [ada, grace],
    carried: [['state', 'x']],
    redirectUri: 'http://localhost:5173/',
  }),
  'signed-out': renderSignedOut({ outcome: 'signedOut' }),
  'still-signed-in': renderSignedOut({ outcome: 'stillSignedIn' }),
  nobody: renderSignedOut({ outcome: 'nobody', unknownReturn: true }),
};
