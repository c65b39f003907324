// The unmodified SecretClient, with a credential of Microsoft or one of ours.
import { ClientSecretCredential, ManagedIdentityCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { createConfidentialClient } from '@holdfast/node';
import { createTokenCredential } from '@holdfast/node/azure';
import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
import { answerQuestions } from '../support/answer-questions.mjs';

const { AZURE_AUTHORITY_HOST, AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, VAULT_URL, CREDENTIAL } =
  process.env;

const credentials = {
  'theirs, secret': () =>
    new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, {
      authorityHost: AZURE_AUTHORITY_HOST,
      disableInstanceDiscovery: true,
    }),
  'theirs, identity': () => new ManagedIdentityCredential(),
  'ours, secret': () => createTokenCredential((clientCapabilities) => createApplication(clientCapabilities)),
  'ours, identity': () =>
    createTokenCredential((clientCapabilities) => createManagedIdentityClient({ clientCapabilities })),
  // What ours would be if it gave bound tokens and trusted the SDK with them.
  'bound, and said so': () => {
    const client = createApplication([]);
    return {
      async getToken(scopes) {
        const bound = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
        return { token: bound.accessToken, expiresOnTimestamp: bound.expiresOn.getTime(), tokenType: 'pop' };
      },
    };
  },
};

function createApplication(clientCapabilities) {
  return createConfidentialClient({
    authority: `${AZURE_AUTHORITY_HOST}/${AZURE_TENANT_ID}`,
    clientId: AZURE_CLIENT_ID,
    clientSecret: AZURE_CLIENT_SECRET,
    clientCapabilities,
  });
}

const vault = new SecretClient(VAULT_URL, credentials[CREDENTIAL](), {
  disableChallengeResourceVerification: true, // the vault is on localhost, its resource is not
  retryOptions: { maxRetries: 0 },
});

answerQuestions(async ({ secret, waitMs }) => {
  const options = waitMs === undefined ? {} : { abortSignal: AbortSignal.timeout(waitMs) };
  return (await vault.getSecret(secret, options)).value;
});
