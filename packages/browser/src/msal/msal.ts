/**
 * The names and shapes of MSAL.js 5 (`@azure/msal-browser`), over the client of this package: a page that was written for that library changes its import, and gets
 * bound tokens that are never weaker than it asked for.
 *
 * What differs is refused with an error, and listed in the README.
 *
 * @example
 * ```ts
 * import { PublicClientApplication } from '@holdfast/browser/msal';
 *
 * const auth = { clientId: 'your application', authority: 'https://login.example/contoso.example' };
 * const application = await PublicClientApplication.createPublicClientApplication({ auth });
 * console.log(application.getAllAccounts().length);
 * ```
 *
 * @packageDocumentation
 */
export {
  AuthError,
  type AuthErrorDetails,
  BrowserAuthError,
  ClientAuthError,
  ClientConfigurationError,
  InteractionRequiredAuthError,
  ServerError,
} from '../errors/auth-error.ts';
export type { AccountFilter, AccountInfo } from './account-info.ts';
export { AuthenticationHeaderParser, type HeaderSource } from './authentication-header-parser.ts';
export type { AuthenticationResult } from './authentication-result.ts';
export type { AuthOptions, CacheOptions, Configuration, SystemOptions } from './configuration.ts';
export type { EventCallbackFunction, EventMessage } from './event-callbacks.ts';
export { PublicClientApplication } from './public-client-application.ts';
export type {
  BaseRequest,
  ClearCacheRequest,
  EndSessionPopupRequest,
  EndSessionRequest,
  HandleRedirectPromiseOptions,
  PopupRequest,
  RedirectRequest,
  SilentRequest,
  SsoSilentRequest,
} from './requests.ts';
export { SignedHttpRequest } from './signed-http-request.ts';
export type { SignedHttpRequestOptions, SignedHttpRequestParameters } from './signing.ts';
export {
  AuthenticationScheme,
  BrowserCacheLocation,
  CacheLookupPolicy,
  EventType,
  InteractionType,
  LogLevel,
  PromptValue,
} from './words.ts';
