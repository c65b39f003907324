import { ManagedIdentityUnusable } from '../errors/managed-identity-errors.ts';
import { buildAddress, joinCapabilities } from './build-address.ts';
import { parsePin } from './certificate-pin.ts';
import { parseEndpoint } from './endpoint.ts';
import type { ManagedIdentityId } from './identity-question.ts';
import { createDefaultRetryPolicy } from './retry-policy.ts';
import { parseSecretHeader } from './secret-header.ts';
import type { SourceDescription, SourceFacts } from './source-description.ts';

/**
 * Describes the managed identity token service of a Service Fabric node, which has a certificate of its own that nobody else vouches for.
 *
 * Its secret goes over https to the pinned certificate only, and it is told of a token to refresh.
 *
 * @throws {@link ManagedIdentityUnusable} when a variable cannot be used, or the identity is named by another id than its object id
 */
export function describeServiceFabric({ identity, read }: SourceFacts): SourceDescription {
  const endpoint = parseEndpoint(read('IDENTITY_ENDPOINT'), {
    source: 'service-fabric',
    variable: 'IDENTITY_ENDPOINT',
    plainHttp: 'refused',
  });
  const secret = parseSecretHeader(read('IDENTITY_HEADER'), 'service-fabric');
  const principalId = readPrincipal(identity);
  return {
    name: 'service-fabric',
    relaysTokenHash: true,
    pin: parsePin(read('IDENTITY_SERVER_THUMBPRINT')),
    secret,
    buildRequest: (question) => ({
      url: buildAddress(endpoint, [
        ['api-version', '2020-05-01'],
        ['resource', question.resource],
        ['principalId', principalId],
        ['xms_cc', joinCapabilities(question)],
        ['token_sha256_to_refresh', question.tokenHash],
      ]),
      headers: { secret },
    }),
    createRetryPolicy: createDefaultRetryPolicy,
  };
}

// The service would take a client id or a resource id for nothing at all, and give the token of the application's own identity.
function readPrincipal(identity: ManagedIdentityId): string | undefined {
  if (identity.kind === 'system') return undefined;
  if (identity.kind === 'object-id') return identity.value;
  throw new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_ID', { source: 'service-fabric', detail: identity.kind });
}
