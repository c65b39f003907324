/**
 * Bound access tokens in a web page.
 *
 * @packageDocumentation
 */
export type { Account } from './account/account.ts';
export type { TokenRequest } from './request/token-request.ts';
