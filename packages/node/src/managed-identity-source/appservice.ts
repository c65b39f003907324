import { buildAddress, joinCapabilities } from './build-address.ts';
import { parseEndpoint } from './endpoint.ts';
import type { ManagedIdentityId } from './identity-question.ts';
import { createDefaultRetryPolicy } from './retry-policy.ts';
import { parseSecretHeader } from './secret-header.ts';
import type { SourceDescription, SourceFacts } from './source-description.ts';

const idParameters: Readonly<Record<Exclude<ManagedIdentityId['kind'], 'system'>, string>> = {
  'client-id': 'client_id',
  'object-id': 'object_id',
  'resource-id': 'mi_res_id',
};

/**
 * Describes the endpoint of App Service, Functions and Container Apps: plain http inside the sandbox of the application.
 *
 * @throws {@link ManagedIdentityUnusable} when a variable cannot be used
 */
export function describeAppService({ identity, appServiceRevocation, read }: SourceFacts): SourceDescription {
  const endpoint = parseEndpoint(read('IDENTITY_ENDPOINT'), {
    source: 'app-service',
    variable: 'IDENTITY_ENDPOINT',
    plainHttp: 'near',
  });
  const secret = parseSecretHeader(read('IDENTITY_HEADER'), 'app-service');
  return {
    name: 'app-service',
    relaysTokenHash: appServiceRevocation,
    secret,
    buildRequest: (question) => ({
      url: buildAddress(endpoint, [
        ['api-version', appServiceRevocation ? '2025-03-30' : '2019-08-01'],
        ['resource', question.resource],
        ...(identity.kind === 'system' ? [] : [[idParameters[identity.kind], identity.value] as const]),
        ['xms_cc', joinCapabilities(question)],
        ['token_sha256_to_refresh', appServiceRevocation ? question.tokenHash : undefined],
      ]),
      headers: { 'X-IDENTITY-HEADER': secret },
    }),
    createRetryPolicy: createDefaultRetryPolicy,
  };
}
