// A program that is configured by its environment, as @azure/identity's EnvironmentCredential does it, with msal-node underneath.
import { ConfidentialClientApplication } from '@azure/msal-node';

const { AZURE_AUTHORITY_HOST, AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = process.env;
const client = new ConfidentialClientApplication({
  auth: {
    clientId: AZURE_CLIENT_ID,
    clientSecret: AZURE_CLIENT_SECRET,
    authority: `${AZURE_AUTHORITY_HOST}/${AZURE_TENANT_ID}`,
    knownAuthorities: [new URL(AZURE_AUTHORITY_HOST).host],
  },
});
const result = await client.acquireTokenByClientCredential({ scopes: ['https://vault.azure.net/.default'] });
process.stdout.write(result.tokenType);
