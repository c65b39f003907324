// The unmodified SecretClient, with a credential of Microsoft or one of ours.
import { ClientSecretCredential, ManagedIdentityCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { createConfidentialClient } from '@holdfast/node';
import { createTokenCredential } from '@holdfast/node/azure';
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
  'ours, secret': () =>
    createTokenCredential((clientCapabilities) =>
      createConfidentialClient({
        authority: `${AZURE_AUTHORITY_HOST}/${AZURE_TENANT_ID}`,
        clientId: AZURE_CLIENT_ID,
        clientSecret: AZURE_CLIENT_SECRET,
        clientCapabilities,
      }),
    ),
};

const vault = new SecretClient(VAULT_URL, credentials[CREDENTIAL](), {
  disableChallengeResourceVerification: true, // the vault is on localhost, its resource is not
  retryOptions: { maxRetries: 0 },
});

answerQuestions(async ({ secret }) => (await vault.getSecret(secret)).value);
