import { type Clock, type EventSink, encodeBase64, epochSeconds } from '@holdfast/core';
import type { AttestationProvider } from '../attestation/attestation-provider.ts';
import { buildCertificateRequest } from '../certificate-request/build-certificate-request.ts';
import { checkIssuedCertificate } from '../imds-credential/check-certificate.ts';
import type { ImdsCredentials } from '../imds-credential/imds-credential.ts';
import { type ImdsWire, wires } from '../imds-credential/wire-names.ts';
import type { MachineKey, MachineKeyProvider } from '../machine-key/machine-key.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { IdentityCredentialIssued, MintReason } from './identity-event.ts';
import { isUsable } from './lifetime.ts';

/** What a certificate is asked for for. */
export interface MintFacts {
  readonly reason: MintReason;
  /** Tells IMDS to pass over its own cache. */
  readonly bypassCache: boolean;
  /** Thumbprint of the certificate that it replaces. @default none */
  readonly previousX5tS256?: string | undefined;
}

/** Has a certificate issued; asks as often as the retry policy of IMDS says. */
export type CertificateMinter = (facts: MintFacts, signal: AbortSignal) => Promise<IdentityCertificate>;

/** What {@link createCertificateMinter} needs. */
export interface CertificateMinterOptions {
  readonly imds: ImdsCredentials;
  /** Gives no key that is too weak. */
  readonly keys: Pick<MachineKeyProvider, 'current'>;
  /** Gives a token or fails; absent where keys are not attested. */
  readonly attestation: AttestationProvider | undefined;
  readonly wire: ImdsWire;
  readonly clock: Clock;
  readonly emit: EventSink<IdentityCredentialIssued>;
}

/**
 * Makes the way to a certificate: key, platform metadata, attestation, certificate request, certificate, checks.
 *
 * The key comes first: one that is too weak is refused before anything is sent.
 */
export function createCertificateMinter(options: CertificateMinterOptions): CertificateMinter {
  const { imds, keys, attestation, clock, emit } = options;
  const { requestAttribute: attribute } = wires[options.wire];
  return async ({ reason, bypassCache, previousX5tS256 }, signal) => {
    const startedMs = performance.now();
    const key = await keys.current(signal);
    const metadata = await imds.readMetadata(signal);
    const { clientId, tenantId, computeUnit, attestationEndpoint: endpoint } = metadata;
    // What the authority refused may have been the statement: one that is remembered will not do then.
    const remembered = reason === 'remediation' ? 'refused' : 'allowed';
    const attestationToken = await attestation?.attest({ endpoint, key, clientId, remembered, signal });
    const request = await buildCertificateRequest({ clientId, tenantId, computeUnit, attribute, key: key.signingKey });
    const facts = { csr: encodeBase64(request), attestationToken, bypassCache, metadata };
    const { certificate: der, ...issued } = await imds.issue(facts, signal);
    const certificate = checkIssuedCertificate(der, { key, clientId, tenantId, clock });
    const isKept = isUsable(certificate, epochSeconds(clock));
    const { strength: keyType } = key;
    const isAttested = attestation !== undefined;
    const { x5tS256, notAfter } = certificate;
    const tookMs = performance.now() - startedMs;
    const shared = { reason, bypassCache, isAttested, isKept } as const;
    emit({
      name: 'credential.issued',
      source: 'imds-v2',
      ...shared,
      keyType,
      x5tS256,
      previousX5tS256,
      notAfter,
      tookMs,
    });
    return Object.freeze({ ...issued, ...shared, ...keyFacts(key), certificate });
  };
}

function keyFacts({ strength, keyId }: MachineKey): Pick<IdentityCertificate, 'strength' | 'keyId'> {
  return { strength, keyId };
}
