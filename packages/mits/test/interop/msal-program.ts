/*
 * A program of a node with Microsoft's own library, unmodified, which finds the token service by its environment: it asks for a token, is
 * refused with claims, asks again, and once more without.
 */
import { ManagedIdentityApplication } from '@azure/msal-node';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
const application = new ManagedIdentityApplication({ clientCapabilities: ['cp1'] });
const ask = async (more: { claims?: string } = {}) => {
  const { accessToken, fromCache, expiresOn } = await application.acquireToken({ resource: 'api://orders', ...more });
  return { accessToken, fromCache, expiresOn: expiresOn?.getTime() };
};
const answers = [await ask(), await ask({ claims }), await ask()];
process.stdout.write(JSON.stringify({ source: application.getManagedIdentitySource(), answers }));
