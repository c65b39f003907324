/**
 * Bound access tokens in a web page: sign-in, keys that never leave the browser, a signed request for every call.
 *
 * @example
 * ```ts
 * import { createBrowserClient } from '@holdfast/browser';
 *
 * const client = createBrowserClient({ clientId: 'your application', authority: 'https://login.example/contoso.example' });
 * const boundFetch = client.createBoundFetch({ scopes: ['api://orders/read'], origins: ['https://api.example'] });
 * const response = await boundFetch('https://api.example/orders');
 * console.log(response.status);
 * ```
 *
 * @packageDocumentation
 */
export type { Account } from './account/account.ts';
export type { BrowserClient } from './client/browser-client.ts';
export { createBrowserClient } from './client/create-browser-client.ts';
export type { BrowserFetchOptions } from './downstream/bound-fetch.ts';
export { type IdTokenCode, IdTokenRefused } from './errors/id-token-refused.ts';
export { type InteractionFacts, type InteractionReason, InteractionRequired } from './errors/interaction-required.ts';
export type { AuthorizeError, Suberror } from './errors/known-words.ts';
export { ModuleUnavailable } from './errors/module-unavailable.ts';
export { SignInRefused, type SignInRefusedCode, type SignInRefusedDetails } from './errors/sign-in-refused.ts';
export { SignInUnfinished, type SignInUnfinishedCode } from './errors/sign-in-unfinished.ts';
export type {
  AccountsChanged,
  BrowserEvent,
  KeyGenerated,
  RecordRefused,
  TokenAcquired,
  TokenFailed,
  TokenSubject,
  VaultUnavailable,
} from './events/browser-event.ts';
export type { BrowserClientOptions } from './options/client-options.ts';
export type { CreatedShrDialect, ProofAlgorithm } from './options/client-settings.ts';
export type { InteractionKind, SignInRequest, SignOutRequest } from './request/sign-in-request.ts';
export type { SilentSource, TokenRequest } from './request/token-request.ts';
export type { SignInResult, TokenOrigin, TokenResult } from './request/token-result.ts';
