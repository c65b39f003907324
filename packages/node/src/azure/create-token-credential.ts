import { FlightAborted } from '@holdfast/core';
import type { TokenResult } from '@holdfast/oauth';
import { TokenCredentialAborted } from '../errors/azure-errors.ts';
import { createCaeClients } from './cae-clients.ts';
import { checkTenantOf, chooseTenant } from './choose-tenant.ts';
import { type CredentialClient, isApplicationClient, type OpenCredentialClient } from './credential-client.ts';
import { parseAllowedTenants, type TokenCredentialOptions } from './credential-options.ts';
import { readResource, readScopes } from './read-scopes.ts';
import { checkBearer, refuseBinding } from './refuse-binding.ts';
import type { GetTokenOptions, TokenCredential } from './token-credential.ts';
import { openWaitSignal } from './wait-signal.ts';

/**
 * Makes a credential for the Azure SDK of a confidential client or a managed identity client.
 *
 * It gives bearer tokens only, and says so: the pipelines of the SDK write `Bearer` before whatever they are given. The `claims` of a
 * challenge pass over the cache, and the new token replaces the one that was refused.
 *
 * Callers that answer claims challenges (`enableCae`; the data clients of the SDK do) get tokens with the capability `cp1`, all others
 * get tokens without it. So hand over a function that makes a client of either kind; each is made when it is first needed. A client alone
 * serves callers of its own kind and refuses the others.
 *
 * Not done: verifying tokens, and remembering which token an API has refused; the SDK does not tell.
 *
 * @param client - makes a client with the capabilities it is handed, or is one
 * @param options - read once
 * @throws TypeError for what is no client of this package, and for wrong or unknown options
 * @see https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation
 *
 * @example
 * ```ts
 * import { createConfidentialClient } from '@holdfast/node';
 * import { createTokenCredential } from '@holdfast/node/azure';
 * import { SecretClient } from '@azure/keyvault-secrets';
 *
 * const credential = createTokenCredential((clientCapabilities) =>
 *   createConfidentialClient({
 *     authority: 'https://login.microsoftonline.com/8e1f9a0e-0000-4000-8000-5f2d3c4b5a69',
 *     clientId: '11111111-2222-4333-8444-555555555555',
 *     clientSecret: 'from your configuration',
 *     clientCapabilities,
 *   }),
 * );
 * const secrets = new SecretClient('https://example.vault.azure.net', credential);
 * console.log((await secrets.getSecret('connection')).properties.version);
 * await credential.close();
 * ```
 */
export function createTokenCredential(
  client: CredentialClient | OpenCredentialClient,
  options: TokenCredentialOptions = {},
): TokenCredential {
  const allowedTenants = parseAllowedTenants(options);
  const clients = createCaeClients(client);

  const acquire = async (
    scopes: unknown,
    asked: GetTokenOptions,
    signal: AbortSignal | undefined,
  ): Promise<TokenResult> => {
    const { claims, tenantId: wanted } = asked;
    // Some policies hand over the claims of a challenge without a word about answering challenges.
    const chosen = clients.for(asked.enableCae === true || claims !== undefined);
    if (isApplicationClient(chosen)) {
      const tenantId = chooseTenant(wanted, chosen.authority.tenant, allowedTenants);
      return chosen.acquireTokenForClient({
        scopes: readScopes(scopes),
        authenticationScheme: 'bearer',
        claims,
        tenantId,
        signal,
      });
    }
    const token = await chosen.acquireToken({ resource: readResource(scopes), claims, signal });
    checkTenantOf(token.accessToken, wanted);
    return token;
  };

  return Object.freeze({
    async getToken(scopes: string | readonly string[], asked: GetTokenOptions = {}) {
      refuseBinding(asked);
      const { signal, release } = openWaitSignal(asked);
      try {
        const token = await acquire(scopes, asked, signal);
        checkBearer(token);
        return {
          token: token.accessToken,
          expiresOnTimestamp: token.expiresOn.getTime(),
          refreshAfterTimestamp: token.refreshOn.getTime(),
          tokenType: 'Bearer' as const,
        };
      } catch (error) {
        // The caller's own end of waiting, under the name that callers of the SDK look for.
        if (signal?.aborted && error instanceof FlightAborted)
          throw new TokenCredentialAborted({ cause: signal.reason });
        throw error;
      } finally {
        release();
      }
    },
    close: () => clients.close(),
  });
}
