/** Where the forms of an interaction go, and what proves that they come from its own page. */
export interface FormTarget {
  /** Path on this origin, such as `/contoso.example/oauth2/v2.0/authorize`. */
  readonly action: string;
  /** Id of the interaction: the field `flow`. */
  readonly flow: string;
  /** Goes with a cookie that no other site can send: the field `anti_forgery`. */
  readonly antiForgery: string;
  /** The redirect address of the request: the answer to a form may lead there, and nowhere else. */
  readonly redirectUri: string;
}

/** Somebody of the directory, as pages name them. */
export interface AccountView {
  /** What is typed at sign-in; what the buttons send. */
  readonly username: string;
  /** How people call them. */
  readonly displayName: string;
}

/** Why the fields of a sign-in were not taken. The same words for an unknown name and a wrong password. */
export type SignInProblem = 'usernameMissing' | 'passwordMissing' | 'credentialsWrong' | 'heldBack';

/**
 * What the sign-in page shows.
 *
 * Fields it sends: `username` and `password`; or `user`, the name of a test user; or `step=cancel`. With each `flow` and `anti_forgery`.
 */
export interface SignInView {
  readonly form: FormTarget;
  /** Domain of the tenant, or `common` words for any. */
  readonly tenant: string;
  /** Name of the application that asks. */
  readonly application: string;
  /** What the field starts with: a hint of the request, or what was typed before. */
  readonly username?: string | undefined;
  /** Test users with a button each. */
  readonly testUsers: readonly AccountView[];
  /** What was wrong with the attempt before. */
  readonly problem?: SignInProblem | undefined;
  /** Why somebody who is signed in is asked again. */
  readonly reason?: 'signInAgain' | 'stepUp' | undefined;
}

/**
 * What the account picker shows.
 *
 * Fields it sends: `account`, the name of somebody who is signed in; or `step=another`; or `step=cancel`.
 */
export interface AccountsView {
  readonly form: FormTarget;
  readonly tenant: string;
  readonly application: string;
  /** Who is signed in. */
  readonly accounts: readonly AccountView[];
}

/**
 * What the consent page shows.
 *
 * Fields it sends: `consent=accept` or `consent=decline`; or `step=another`.
 */
export interface ConsentView {
  readonly form: FormTarget;
  readonly tenant: string;
  readonly application: string;
  /** Who would consent. */
  readonly account: AccountView;
  /** The API; undefined where nothing but a sign-in is asked for. */
  readonly api?: { readonly name: string; readonly appIdUri: string } | undefined;
  /** Permissions of the API. */
  readonly scopes: readonly string[];
  /** `openid`, `profile`, `email`, `offline_access`. */
  readonly openid: readonly string[];
}

/** What the error page shows: for requests that are never answered with a redirect. */
export interface ErrorView {
  /** The number after `AADSTS`. */
  readonly code: number;
  /** Fixed words, without anything that was sent. */
  readonly text: string;
  /** What to do about it. */
  readonly mend: string;
  readonly traceId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What the form_post page sends. */
export interface FormPostView {
  readonly redirectUri: string;
  /** Name of the application that is answered. */
  readonly application: string;
  /** Parameters of the answer, in order. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** What the page shows that asks before it signs somebody out. Fields it sends: `sign_out=yes` or `sign_out=no`, `anti_forgery`, and `carried`. */
export interface SignOutView {
  readonly action: string;
  readonly antiForgery: string;
  /** Who would be signed out. */
  readonly accounts: readonly AccountView[];
  /** Parameters of the request that the form sends again. */
  readonly carried: readonly (readonly [name: string, value: string])[];
  /** A registered address that the answer leads to; undefined for our own page. */
  readonly redirectUri?: string | undefined;
}

/** What the page shows after a sign-out. */
export interface SignedOutView {
  /** What became of the sign-in. */
  readonly outcome: 'signedOut' | 'stillSignedIn' | 'nobody';
  /** An address was named that no application has registered, so nobody was sent there. */
  readonly unknownReturn?: boolean | undefined;
}

/** What the page at the address of the authority shows. */
export interface FrontView {
  /** Domains. */
  readonly tenants: readonly string[];
}
