// The unmodified @azure/msal-node as its users run it: one process, a CA file, a configuration.
import { text } from 'node:stream/consumers';
import { ConfidentialClientApplication } from '@azure/msal-node';

const { auth, request } = JSON.parse(await text(process.stdin));
const client = new ConfidentialClientApplication({ auth });
const outcome = await client.acquireTokenByClientCredential(request).then(
  (result) => ({
    accessToken: result.accessToken,
    tokenType: result.tokenType,
    fromCache: result.fromCache,
    scopes: result.scopes,
  }),
  (error) => ({
    errorCode: error.errorCode,
    errorNo: error.errorNo,
    message: error.errorMessage,
    correlationId: error.correlationId,
  }),
);
process.stdout.write(JSON.stringify(outcome));
