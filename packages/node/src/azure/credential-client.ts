import type { JsonObject } from '@holdfast/core';
import type { TokenClient, TokenResult } from '@holdfast/oauth';

/** What a credential needs of a confidential client. */
export type ApplicationClient = Pick<TokenClient, 'acquireTokenForClient' | 'authority' | 'clientCapabilities'> & {
  /** Called for clients that were made for the credential. */
  close?(): unknown;
};

/** What a credential needs of a managed identity client. */
export interface IdentityClient {
  /** What it tells the source of its tokens that it can do. */
  readonly clientCapabilities: readonly string[];
  /** Gives a bearer token for one resource. */
  acquireToken(request: IdentityTokenRequest): Promise<TokenResult>;
  /** Called for clients that were made for the credential. */
  close?(): unknown;
}

/** What a managed identity client is asked for. */
export interface IdentityTokenRequest {
  /** The resource, without `/.default`. */
  readonly resource: string;
  /** A claims request from a challenge. @default none */
  readonly claims?: string | JsonObject | undefined;
  /** Ends the wait. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** A client whose bearer tokens the Azure SDK is to use. */
export type CredentialClient = ApplicationClient | IdentityClient;

/** Makes a client that can do what it is told, and nothing that it is not told: `['cp1']` or nothing. */
export type OpenCredentialClient = (clientCapabilities: readonly string[]) => CredentialClient;

/** Tells the two kinds of client apart. */
export function isApplicationClient(client: CredentialClient): client is ApplicationClient {
  // A managed identity client has it, too; but no authority.
  return 'acquireTokenForClient' in client && 'authority' in client;
}
