// A table of data: words of MSAL.js 5, so that code which names them finds them.

/** Schemes, in the exact words of MSAL.js. `DPOP` and `SSH` are named so that nobody gets a weaker token for them: they are refused. */
export const AuthenticationScheme = { BEARER: 'Bearer', POP: 'pop', DPOP: 'DPoP', SSH: 'ssh-cert' } as const;
/** A word of {@link AuthenticationScheme}. */
export type AuthenticationScheme = (typeof AuthenticationScheme)[keyof typeof AuthenticationScheme];

/** What `acquireTokenSilent` may ask. */
export const CacheLookupPolicy = {
  Default: 0,
  AccessToken: 1,
  AccessTokenAndRefreshToken: 2,
  RefreshToken: 3,
  RefreshTokenAndNetwork: 4,
  Skip: 5,
} as const;
/** A number of {@link CacheLookupPolicy}. */
export type CacheLookupPolicy = (typeof CacheLookupPolicy)[keyof typeof CacheLookupPolicy];

/** How a person is asked, in events. */
export const InteractionType = { Redirect: 'redirect', Popup: 'popup', Silent: 'silent', None: 'none' } as const;
/** A word of {@link InteractionType}. */
export type InteractionType = (typeof InteractionType)[keyof typeof InteractionType];

/** What the authority shows first. */
export const PromptValue = {
  LOGIN: 'login',
  SELECT_ACCOUNT: 'select_account',
  CONSENT: 'consent',
  NONE: 'none',
  CREATE: 'create',
} as const;

/** Where tokens are kept: the first two both mean IndexedDB here. */
export const BrowserCacheLocation = {
  LocalStorage: 'localStorage',
  SessionStorage: 'sessionStorage',
  MemoryStorage: 'memoryStorage',
} as const;

/** Levels of a log; there is none here, and options that name one are passed over. */
export const LogLevel = { Error: 0, Warning: 1, Info: 2, Verbose: 3, Trace: 4 } as const;

/** Names of events. */
export const EventType = {
  INITIALIZE_START: 'msal:initializeStart',
  INITIALIZE_END: 'msal:initializeEnd',
  ACTIVE_ACCOUNT_CHANGED: 'msal:activeAccountChanged',
  LOGIN_SUCCESS: 'msal:loginSuccess',
  ACQUIRE_TOKEN_START: 'msal:acquireTokenStart',
  ACQUIRE_TOKEN_SUCCESS: 'msal:acquireTokenSuccess',
  ACQUIRE_TOKEN_FAILURE: 'msal:acquireTokenFailure',
  HANDLE_REDIRECT_START: 'msal:handleRedirectStart',
  HANDLE_REDIRECT_END: 'msal:handleRedirectEnd',
  LOGOUT_START: 'msal:logoutStart',
  LOGOUT_SUCCESS: 'msal:logoutSuccess',
  LOGOUT_FAILURE: 'msal:logoutFailure',
  LOGOUT_END: 'msal:logoutEnd',
} as const;
/** A word of {@link EventType}. */
export type EventType = (typeof EventType)[keyof typeof EventType];
