/**
 * Attestation: somebody whom the issuer of certificates believes says where a key of this machine is kept.
 *
 * {@link AttestationProvider} is the port for whatever says it; {@link createPossessionAttestation} asks the service of the local authority.
 * Put {@link createAttestationCache} around either. There is no way around a failure: a key that is to be attested is not used without.
 *
 * @example
 * ```ts
 * import { createAttestationCache, createPossessionAttestation } from '@holdfast/node/attestation';
 * import { createSoftwareKeyProvider } from '@holdfast/node/machine-key';
 *
 * const keys = createSoftwareKeyProvider();
 * const provider = createPossessionAttestation({ isEndpointAllowed: ({ host }) => host === 'localhost:8443' });
 * const attestation = createAttestationCache({ provider });
 * const token = await attestation.attest({
 *   endpoint: 'https://localhost:8443/attestation',
 *   key: await keys.current(),
 *   clientId: '11111111-2222-4333-8444-555555555555',
 * });
 * console.log(token.length);
 * ```
 *
 * @packageDocumentation
 */
export { type AttestationCode, AttestationFailed } from '../errors/attestation-failed.ts';
export { type AttestationCacheOptions, createAttestationCache } from './attestation-cache.ts';
export type { AttestationProvider, AttestationRequest } from './attestation-provider.ts';
export type { EndpointRule } from './check-endpoint.ts';
export { createPossessionAttestation, type PossessionAttestationOptions } from './possession-attestation.ts';
