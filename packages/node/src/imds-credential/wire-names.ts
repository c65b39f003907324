/** Whose names IMDS is spoken to with: those of the clients that shipped, or those of the first design. */
export type ImdsWire = 'shipped' | 'draft';

/** The names of one wire. */
export interface WireNames {
  readonly metadataPath: string;
  readonly issuePath: string;
  readonly version: readonly [name: string, value: string];
  /** Parameters that name a user-assigned identity; absent where the wire has none for that kind of id. */
  readonly idParameters: {
    readonly 'client-id': string;
    readonly 'object-id'?: string | undefined;
    readonly 'resource-id'?: string | undefined;
  };
  /** Repeats the machine's id at `issuePath`. */
  readonly machineParameter?: string | undefined;
  readonly certificateMember: string;
  readonly endpointMember: string;
  /** How the certificate request names the machine. */
  readonly requestAttribute: 'compute-unit' | 'challenge-password';
}

const base = '/metadata/identity';

/** A table of data: each wire and its names. The token call of IMDS says `msi_res_id` where these say `mi_res_id`, and each refuses the other's word. */
export const wires: Readonly<Record<ImdsWire, WireNames>> = {
  shipped: {
    metadataPath: `${base}/getplatformmetadata`,
    issuePath: `${base}/issuecredential`,
    version: ['cred-api-version', '2.0'],
    idParameters: { 'client-id': 'client_id', 'object-id': 'object_id', 'resource-id': 'mi_res_id' },
    certificateMember: 'certificate',
    endpointMember: 'mtls_authentication_endpoint',
    requestAttribute: 'compute-unit',
  },
  draft: {
    metadataPath: `${base}/getPlatformMetadata`,
    issuePath: `${base}/issuecredential`,
    version: ['api-version', '2025-05-01'],
    idParameters: { 'client-id': 'uaid' },
    machineParameter: 'cid',
    certificateMember: 'client_credential',
    endpointMember: 'regional_token_url',
    requestAttribute: 'challenge-password',
  },
};
