// The HTTP pipeline of the Azure SDK, as its clients put it together, with a credential of Microsoft or one of ours.
import { createRequire } from 'node:module';
import { ClientSecretCredential } from '@azure/identity';
import { createConfidentialClient } from '@holdfast/node';
import { createTokenCredential } from '@holdfast/node/azure';
import { answerQuestions } from '../support/answer-questions.mjs';

// The very copy that a client of the SDK uses.
const requireOfSdk = createRequire(import.meta.resolve('@azure/keyvault-secrets'));
const { bearerTokenAuthenticationPolicy, createDefaultHttpClient, createEmptyPipeline, createPipelineRequest } =
  requireOfSdk('@azure/core-rest-pipeline');

const { AZURE_AUTHORITY_HOST, AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, CREDENTIAL } = process.env;

const credentials = {
  theirs: () =>
    new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, {
      authorityHost: AZURE_AUTHORITY_HOST,
      disableInstanceDiscovery: true,
    }),
  ours: () =>
    createTokenCredential((clientCapabilities) =>
      createConfidentialClient({
        authority: `${AZURE_AUTHORITY_HOST}/${AZURE_TENANT_ID}`,
        clientId: AZURE_CLIENT_ID,
        clientSecret: AZURE_CLIENT_SECRET,
        clientCapabilities,
      }),
    ),
};

const pipeline = createEmptyPipeline();
const sent = [];
pipeline.addPolicy(
  bearerTokenAuthenticationPolicy({ credential: credentials[CREDENTIAL](), scopes: 'api://orders/.default' }),
);
pipeline.addPolicy({
  name: 'count what goes out',
  async sendRequest(request, next) {
    const response = await next(request);
    sent.push(response.status);
    return response;
  },
});
const client = createDefaultHttpClient();

answerQuestions(async ({ url }) => {
  const { status, bodyAsText } = await pipeline.sendRequest(client, createPipelineRequest({ url }));
  return { status, body: JSON.parse(bodyAsText), sent: sent.splice(0) };
});
