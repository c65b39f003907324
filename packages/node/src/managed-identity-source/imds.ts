import { buildAddress, joinCapabilities } from './build-address.ts';
import { parseEndpoint } from './endpoint.ts';
import type { ManagedIdentityId } from './identity-question.ts';
import { createImdsRetryPolicy } from './retry-policy.ts';
import type { SourceDescription, SourceFacts } from './source-description.ts';

const apiVersion = ['api-version', '2018-02-01'] as const;

// The token call says msi_res_id where every other operation of IMDS says mi_res_id, and each refuses the other's word.
const idParameters: Readonly<Record<Exclude<ManagedIdentityId['kind'], 'system'>, string>> = {
  'client-id': 'client_id',
  'object-id': 'object_id',
  'resource-id': 'msi_res_id',
};

/**
 * Describes the instance metadata service of a virtual machine, at its fixed address or at `AZURE_POD_IDENTITY_AUTHORITY_HOST`.
 *
 * @throws {@link ManagedIdentityUnusable} when that variable cannot be used
 */
export function describeImds({ identity, clientHeaders, read }: SourceFacts): SourceDescription {
  const endpoint = findImdsEndpoint(read);
  return {
    name: 'imds',
    imdsBase: findImdsBase(read),
    relaysTokenHash: false,
    buildRequest: (question) => ({
      url: buildAddress(endpoint, [
        apiVersion,
        ['resource', question.resource],
        ...(identity.kind === 'system' ? [] : [[idParameters[identity.kind], identity.value] as const]),
        ['xms_cc', joinCapabilities(question)],
      ]),
      headers: { Metadata: 'true', ...clientHeaders },
    }),
    createRetryPolicy: createImdsRetryPolicy,
  };
}

/** The address of a request that IMDS refuses with 400, for it lacks the header `Metadata`: whoever answers so is IMDS. */
export function buildProbeAddress(read: SourceFacts['read']): string {
  return buildAddress(findImdsEndpoint(read), [apiVersion]);
}

function findImdsEndpoint(read: SourceFacts['read']): URL {
  return new URL('/metadata/identity/oauth2/token', findImdsBase(read));
}

/**
 * Where the instance metadata service of this machine is; its paths are always the same.
 *
 * @throws {@link ManagedIdentityUnusable} when `AZURE_POD_IDENTITY_AUTHORITY_HOST` cannot be used
 */
export function findImdsBase(read: SourceFacts['read']): URL {
  const variable = 'AZURE_POD_IDENTITY_AUTHORITY_HOST';
  return parseEndpoint(read(variable) || 'http://169.254.169.254', {
    source: 'imds',
    variable,
    plainHttp: 'near',
  });
}
