// The unmodified @azure/identity: a credential that is named by the environment, asked as the clients of the SDK ask it.
import { ClientSecretCredential, ManagedIdentityCredential } from '@azure/identity';
import { answerQuestions } from '../support/answer-questions.mjs';

const { AZURE_AUTHORITY_HOST, AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, CREDENTIAL } = process.env;

const credentials = {
  secret: () =>
    new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, {
      authorityHost: AZURE_AUTHORITY_HOST,
      disableInstanceDiscovery: true,
    }),
  system: () => new ManagedIdentityCredential(),
  worker: () => new ManagedIdentityCredential({ clientId: process.env.IDENTITY_CLIENT_ID }),
};
let credential;

answerQuestions(({ scope, ...options }) => {
  credential ??= credentials[CREDENTIAL]();
  return credential.getToken(scope, options);
});
