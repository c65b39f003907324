import { hasCapability } from '@holdfast/core';
import { TokenCredentialRefused } from '../errors/azure-errors.ts';
import type { ApplicationClient, CredentialClient, IdentityClient, OpenCredentialClient } from './credential-client.ts';

/** The clients of one credential: one for callers that answer claims challenges, one for those that do not. */
export interface CaeClients {
  /** @throws {@link TokenCredentialRefused} `ERR_TOKEN_CREDENTIAL_CAE` */
  for(answersChallenges: boolean): CredentialClient;
  close(): Promise<void>;
}

const cae = 'cp1';

/**
 * Keeps tokens with `cp1` and tokens without it in two clients, each with a cache of its own, as the credentials of Microsoft do.
 *
 * A token with `cp1` lives for a day, because it can be revoked in the middle. A caller that does not answer challenges would be handed
 * it again for the rest of that day.
 *
 * @throws TypeError when there is no client and nothing that makes one
 */
export function createCaeClients(given: CredentialClient | OpenCredentialClient): CaeClients {
  if (typeof given !== 'function') {
    checkClient(given);
    return { for: (answersChallenges) => checkCapability(given, answersChallenges), close: async () => undefined };
  }
  const opened = new Map<boolean, CredentialClient>();
  const open = (answersChallenges: boolean): CredentialClient => {
    const client = given(Object.freeze(answersChallenges ? [cae] : []));
    checkClient(client);
    opened.set(answersChallenges, client);
    return client;
  };
  return {
    for: (answersChallenges) =>
      checkCapability(opened.get(answersChallenges) ?? open(answersChallenges), answersChallenges),
    async close() {
      const clients = [...opened.values()];
      opened.clear();
      await Promise.all(clients.map(async (client) => client.close?.()));
    },
  };
}

function checkCapability(client: CredentialClient, answersChallenges: boolean): CredentialClient {
  if (hasCapability(client.clientCapabilities, cae) === answersChallenges) return client;
  const detail = answersChallenges
    ? 'the caller does, the client does not say cp1'
    : 'the client says cp1, the caller does not';
  throw new TokenCredentialRefused('ERR_TOKEN_CREDENTIAL_CAE', { detail });
}

function checkClient(client: unknown): asserts client is CredentialClient {
  const { authority, acquireTokenForClient, acquireToken, clientCapabilities } = (client ?? {}) as Partial<
    ApplicationClient & IdentityClient
  >;
  const acquire = authority === undefined ? acquireToken : acquireTokenForClient;
  if (typeof acquire !== 'function' || !Array.isArray(clientCapabilities)) {
    throw new TypeError('a client of this package is needed');
  }
}
