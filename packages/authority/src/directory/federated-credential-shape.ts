import { field, record } from '../shapes/collection.ts';
import { type Shape, settled, text } from '../shapes/shape.ts';
import type { FederatedCredential } from './directory.ts';
import { appIdUri, applicationName, identityName } from './name-rules.ts';

const fields = {
  identity: field(text(identityName), 'Managed identity of the file whose tokens count.'),
  application: field(text(applicationName), 'Application of the file whose tokens count.'),
  audience: field(text(appIdUri), 'What the tokens must be for. Default: api://AzureADTokenExchange.'),
} as const;

/** Whose tokens an application may show in place of a credential: those of one identity, or of one application. */
export const federatedCredentialShape: Shape<FederatedCredential> = settled(record(fields), {
  schema: { oneOf: [{ required: ['identity'] }, { required: ['application'] }] },
  settle: ({ identity, application, audience = 'api://AzureADTokenExchange' }, refuse) => {
    const isOne = (identity === undefined) !== (application === undefined);
    if (!isOne) return refuse('it is not clear whose tokens count', 'Write either an identity or an application.');
    return identity === undefined
      ? { kind: 'application', name: application ?? '', audience }
      : { kind: 'identity', name: identity, audience };
  },
});
