import { type AuthorityOptions, defaultConfiguration } from '@holdfast/authority';
import type { Shown } from './person.ts';
import { openPage, type RedeemingPage } from './redeeming-page.ts';
import { type Form, type RunningAuthority, runAuthority } from './running-authority.ts';

const contoso = defaultConfiguration.tenants['contoso.example']!;

/** An authority where nobody is asked to consent, with two people and an application of another tenant. */
export function runForLeaving(options: AuthorityOptions = {}): Promise<RunningAuthority> {
  const { spa, 'web-app': webApp } = contoso.applications ?? {};
  return runAuthority({
    ...options,
    directory: {
      ...defaultConfiguration,
      tenants: {
        ...defaultConfiguration.tenants,
        'contoso.example': {
          ...contoso,
          applications: {
            ...contoso.applications,
            spa: { ...spa, consent: 'granted' },
            'web-app': { ...webApp, consent: 'granted' },
          },
          users: { ...contoso.users, 'grace@contoso.example': { displayName: 'Grace Hopper' } },
        },
        'fabrikam.example': {
          applications: { portal: { kind: 'public', redirectUris: ['https://portal.fabrikam.example/'] } },
        },
      },
    },
  });
}

/** The address that ends a session, with parameters. */
export function logoutAddress(running: RunningAuthority, parameters: Form = {}, tenant = running.tenantId): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${running.sts}/${tenant}/oauth2/v2.0/logout?${new URLSearchParams(given)}`;
}

/** What the application of a page holds after a sign-in. */
export interface Held {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly loginHint: string;
  readonly sid: string;
}

export async function signInAndRedeem(running: RunningAuthority, username?: string): Promise<RedeemingPage & Held> {
  const signedIn = await openPage(running, username);
  const { body } = await signedIn.redeem(await signedIn.code());
  const idToken = String(body['id_token']);
  const claims = JSON.parse(Buffer.from(idToken.split('.')[1]!, 'base64url').toString()) as Record<string, string>;
  return {
    ...signedIn,
    idToken,
    accessToken: String(body['access_token']),
    refreshToken: String(body['refresh_token']),
    loginHint: claims['login_hint']!,
    sid: claims['sid']!,
  };
}

/** Tells whether the browser is still signed in. */
export async function isSignedIn({ code }: RedeemingPage, loginHint?: string): Promise<boolean> {
  return code({ login_hint: loginHint }).then(
    () => true,
    (error: Error) => {
      if (error.message.includes('AADSTS50058')) return false;
      throw error;
    },
  );
}

/** What a page says, without its style. */
export function wordsOf({ text }: Shown): string {
  return text
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}
