import { type Bytes, type Clock, decodeBase64, type JsonValue } from '@holdfast/core';
import { ImdsCredentialUnusable } from '../errors/imds-credential-errors.ts';
import { processRefusal } from '../managed-identity-source/process-refusal.ts';
import { parseNamedEndpoint } from './known-hosts.ts';
import type { PlatformMetadata } from './platform-metadata.ts';
import { readAnswerObject, readGuid } from './read-answer.ts';
import type { WireNames } from './wire-names.ts';

/** A certificate as IMDS gives it, with what is needed to use it. */
export interface IssuedCredential {
  /** What token requests name the identity by: a GUID in lower case. */
  readonly clientId: string;
  /** A GUID in lower case. */
  readonly tenantId: string;
  /** DER; not looked into yet. */
  readonly certificate: Bytes;
  /** Whether the platform made the identity, or somebody assigned it. */
  readonly identityType: 'SystemAssigned' | 'UserAssigned';
  /** `https` address of the token endpoint that takes the certificate. */
  readonly tokenEndpoint: string;
}

/** What a credential is judged against. */
export interface CredentialContext {
  readonly wire: WireNames;
  readonly metadata: PlatformMetadata;
  /** Hosts beside those of the clouds. */
  readonly allowedHosts: ReadonlySet<string>;
  readonly clock: Clock;
}

const code = 'ERR_IMDS_CREDENTIAL_REPLY';

/**
 * Reads the answer to the question for a certificate.
 *
 * Not checked: the certificate itself; `checkIssuedCertificate` does.
 *
 * @throws {@link ManagedIdentityRefused} for every status but 200
 * @throws {@link ImdsCredentialUnusable} `ERR_IMDS_CREDENTIAL_REPLY`, `ERR_IMDS_CREDENTIAL_ENDPOINT`, `ERR_IMDS_CREDENTIAL_OTHER`
 */
export async function processCredential(response: Response, context: CredentialContext): Promise<IssuedCredential> {
  const { wire, metadata, allowedHosts, clock } = context;
  if (response.status !== 200) throw await processRefusal(response, { secret: undefined, clock });
  const answer = await readAnswerObject(response, code);
  const clientId = readGuid(answer, 'client_id', code);
  const tenantId = readGuid(answer, 'tenant_id', code);
  if (clientId !== metadata.clientId)
    throw new ImdsCredentialUnusable('ERR_IMDS_CREDENTIAL_OTHER', { detail: 'client_id' });
  if (tenantId !== metadata.tenantId)
    throw new ImdsCredentialUnusable('ERR_IMDS_CREDENTIAL_OTHER', { detail: 'tenant_id' });
  const identityType = answer['identity_type'];
  if (identityType !== 'SystemAssigned' && identityType !== 'UserAssigned')
    throw new ImdsCredentialUnusable(code, { detail: 'identity_type' });
  const { certificateMember, endpointMember } = wire;
  const endpoint = parseNamedEndpoint(answer[endpointMember], {
    purpose: 'token',
    member: endpointMember,
    allowedHosts,
  });
  return Object.freeze({
    clientId,
    tenantId,
    certificate: readDer(answer[certificateMember], certificateMember),
    identityType,
    tokenEndpoint: `${endpoint}/${tenantId}/oauth2/v2.0/token`,
  });
}

const mostCharacters = 16_384;

function readDer(value: JsonValue | undefined, member: string): Bytes {
  if (typeof value === 'string' && value !== '' && value.length <= mostCharacters) {
    try {
      return decodeBase64(value);
    } catch {
      // The error quotes nothing, but says less than the name of the member.
    }
  }
  throw new ImdsCredentialUnusable(code, { detail: member });
}
