import { type Clock, isJsonObject, type JsonObject, type JsonValue } from '@holdfast/core';
import type { ComputeUnit } from '../certificate-request/cu-id.ts';
import { ImdsCredentialUnusable } from '../errors/imds-credential-errors.ts';
import type { ManagedIdentityId } from '../managed-identity-source/identity-question.ts';
import { processRefusal } from '../managed-identity-source/process-refusal.ts';
import { parseNamedEndpoint } from './known-hosts.ts';
import { readAnswerObject, readGuid } from './read-answer.ts';

/** What IMDS says of the machine and of the identity, checked. */
export interface PlatformMetadata {
  /** Client id of the identity: a GUID in lower case. */
  readonly clientId: string;
  /** Its tenant: a GUID in lower case. */
  readonly tenantId: string;
  /** The machine. */
  readonly computeUnit: ComputeUnit;
  /** `https` address of the attestation service. */
  readonly attestationEndpoint: string;
}

/** What the platform metadata is judged against. */
export interface MetadataContext {
  /** Whose metadata was asked for. */
  readonly identity: ManagedIdentityId;
  /** Hosts beside those of the clouds. */
  readonly allowedHosts: ReadonlySet<string>;
  readonly clock: Clock;
}

const code = 'ERR_IMDS_CREDENTIAL_METADATA';

/**
 * Reads the answer to the question for the platform metadata.
 *
 * Not checked: whether it is true. It comes over plain http; only where an identity was asked for by client id and the answer names another is
 * it refused for what it says.
 *
 * @throws {@link ManagedIdentityRefused} for every status but 200
 * @throws {@link ImdsCredentialUnusable} `ERR_IMDS_CREDENTIAL_FOREIGN`, `ERR_IMDS_CREDENTIAL_METADATA`, `ERR_IMDS_CREDENTIAL_ENDPOINT`, `ERR_IMDS_CREDENTIAL_OTHER`
 */
export async function processMetadata(response: Response, context: MetadataContext): Promise<PlatformMetadata> {
  const { identity, allowedHosts, clock } = context;
  if (response.status !== 200) throw await processRefusal(response, { secret: undefined, clock });
  if (!/imds/i.test(response.headers.get('server') ?? '')) {
    await response.body?.cancel();
    throw new ImdsCredentialUnusable('ERR_IMDS_CREDENTIAL_FOREIGN');
  }
  const answer = await readAnswerObject(response, code);
  const clientId = readGuid(answer, 'clientId', code);
  if (identity.kind === 'client-id' && identity.value.toLowerCase() !== clientId)
    throw new ImdsCredentialUnusable('ERR_IMDS_CREDENTIAL_OTHER', { detail: 'clientId' });
  return Object.freeze({
    clientId,
    tenantId: readGuid(answer, 'tenantId', code),
    computeUnit: readComputeUnit(answer['cuId']),
    attestationEndpoint: parseNamedEndpoint(answer['attestationEndpoint'], {
      purpose: 'attestation',
      member: 'attestationEndpoint',
      allowedHosts,
    }),
  });
}

function readComputeUnit(value: JsonValue | undefined): ComputeUnit {
  if (!isJsonObject(value)) throw new ImdsCredentialUnusable(code, { detail: 'cuId' });
  const vmId = readMachineId(value, 'vmId');
  const vmssId = readMachineId(value, 'vmssId');
  if (vmId === undefined && vmssId === undefined) throw new ImdsCredentialUnusable(code, { detail: 'cuId' });
  return Object.freeze({
    ...(vmId === undefined ? {} : { vmId }),
    ...(vmssId === undefined ? {} : { vmssId }),
  });
}

// It goes into the certificate request that we sign: a GUID on Azure, and nowhere more than a plain word.
function readMachineId(cuId: JsonObject, member: 'vmId' | 'vmssId'): string | undefined {
  const value = cuId[member];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string' && /^[A-Za-z0-9._/-]{1,256}$/.test(value)) return value;
  throw new ImdsCredentialUnusable(code, { detail: `cuId.${member}` });
}
