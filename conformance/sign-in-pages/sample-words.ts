import type { AccountView, ErrorView, FormTarget } from '../../packages/authority/src/pages/views.ts';

/** Every word on a page that comes from outside: from the directory, or from a request. */
export interface SampleWords {
  readonly form: FormTarget;
  readonly tenant: string;
  readonly application: string;
  readonly people: readonly [AccountView, AccountView, AccountView];
  /** A name that a narrow page has to break. */
  readonly long: string;
  readonly api: { readonly name: string; readonly appIdUri: string };
  readonly scopes: readonly string[];
  readonly error: Pick<ErrorView, 'text' | 'mend' | 'traceId'>;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const form: FormTarget = {
  action: '/contoso.example/oauth2/v2.0/authorize',
  flow: 'NUxk0dM9m0m4QmVwJ2bAxg',
  antiForgery: 'q8Gx3n3mGk2eDxA0XQmC2w',
  redirectUri: 'http://localhost:5173/redirect.html',
};

/** What a page usually says. */
export const honestWords: SampleWords = {
  form,
  tenant: 'contoso.example',
  application: 'spa',
  people: [
    { username: 'ada@contoso.example', displayName: 'Ada Lovelace' },
    { username: 'grace@contoso.example', displayName: 'Grace Hopper' },
    { username: 'dana@contoso.example', displayName: 'דנה כהן' },
  ],
  long: `${'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)}@contoso.example`,
  api: { name: 'orders-api', appIdUri: 'api://orders' },
  scopes: ['read', 'Orders.ReadWrite.All', 'user_impersonation', 'fetch.parcels'],
  error: {
    text: 'The redirect address of the request does not match any address that the application has registered.',
    mend: 'Register the address, letter by letter, or correct the parameter redirect_uri.',
    traceId: '5b1cbb3f-4f9e-4ab8-8f6f-0b7f7a0c9a55',
  },
  parameters: [
    ['code', '1.abc'],
    ['state', 'eyJpZCI6IjEifQ==|here'],
  ],
};

/** The same page, with one text in the place of every word that may come from outside. */
export function wordsFullOf(text: string): SampleWords {
  const person = { username: text, displayName: text };
  return {
    form: { ...form, flow: text, antiForgery: text },
    tenant: text,
    application: text,
    people: [person, person, person],
    long: text,
    api: { name: text, appIdUri: text },
    scopes: honestWords.scopes.map(() => text),
    error: { text, mend: text, traceId: text },
    parameters: [
      ['code', text],
      ['state', text],
    ],
  };
}
