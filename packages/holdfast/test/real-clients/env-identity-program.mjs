// A program with nothing configured but its environment: the platform says which identity it has, and where its tokens are.
import { ManagedIdentityApplication } from '@azure/msal-node';

const application = new ManagedIdentityApplication();
const { tokenType } = await application.acquireToken({ resource: 'https://vault.azure.net' });
process.stdout.write(`${application.getManagedIdentitySource()} ${tokenType}`);
