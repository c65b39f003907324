import type { Clock, EventSink, Transport } from '@holdfast/core';
import {
  type BindingCertificate,
  BindingUnavailable,
  createCertificateTokenRequester,
  type TokenRequestHeaders,
} from '@holdfast/oauth';
import { createAttestationCache } from '../attestation/attestation-cache.ts';
import type { AttestationProvider } from '../attestation/attestation-provider.ts';
import type { CertificateSource } from '../certificate/certificate-source.ts';
import { checkGivenCertificate } from '../certificate/check-given.ts';
import { createImdsCredentials } from '../imds-credential/imds-credential.ts';
import type { ImdsWire } from '../imds-credential/wire-names.ts';
import { checkKeyStrength, type KeyStrength } from '../machine-key/key-strength.ts';
import type { MachineKey, MachineKeyProvider } from '../machine-key/machine-key.ts';
import type { ManagedIdentityId } from '../managed-identity-source/identity-question.ts';
import { type Pause, pause } from '../managed-identity-source/pause.ts';
import type { ManagedIdentityRetried } from '../managed-identity-source/source-event.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';
import { createCertificateHolder } from './certificate-holder.ts';
import { noStore } from './certificate-store.ts';
import { type CertifiedTokens, createCertifiedTokens } from './certified-tokens.ts';
import { createCertificateCredentials } from './credentials.ts';
import { createDirectoryStore } from './directory-store.ts';
import type { IdentityCertificateEvent } from './identity-event.ts';
import { createIdentitySource } from './identity-source.ts';
import type { RemediationLimits } from './loop-book.ts';
import { createCertificateMinter } from './mint-certificate.ts';
import { createRemediation } from './remediation.ts';
import { createCredentialTeller } from './tell-outcome.ts';

/** The certificate of a managed identity, and the tokens that are asked for with it. */
export interface ManagedIdentityCertificate {
  readonly tokens: CertifiedTokens;
  /** The certificate of the moment, for whoever binds tokens of another client to it. */
  readonly source: CertificateSource;
  /** Connections that present a certificate, and no other. @throws {@link BindingUnavailable} for what is no certificate with its key */
  present(certificate: BindingCertificate): Transport;
}

/** What {@link createManagedIdentityCertificate} needs; every value is checked and every default filled in. */
export interface ManagedIdentityCertificateOptions {
  /** Where IMDS is. */
  readonly imdsBase: URL;
  readonly identity: ManagedIdentityId;
  readonly wire: ImdsWire;
  readonly allowedHosts: ReadonlySet<string>;
  /** Reaches IMDS. */
  readonly transport: Transport;
  readonly retries: boolean;
  readonly keys: Pick<MachineKeyProvider, 'current'>;
  readonly attestation: AttestationProvider | undefined;
  readonly minStrength: KeyStrength;
  readonly pool: MtlsPool;
  /** Told when a certificate begins, in epoch milliseconds, before it is presented for the first time. */
  readonly onBegin: (atMs: number) => void;
  readonly limits: RemediationLimits;
  /** Where certificates are left for the next process. @default none */
  readonly directory?: string | undefined;
  readonly capabilities: readonly string[];
  /** Headers beside those of every token request. @default none */
  readonly headers?: TokenRequestHeaders | undefined;
  /** Headers beside those of every request to IMDS. */
  readonly imdsHeaders: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Milliseconds that pass evenly. */
  readonly elapsed: () => number;
  readonly sleep?: Pause | undefined;
  readonly timeoutMs: number;
  readonly emit: EventSink<IdentityCertificateEvent | ManagedIdentityRetried>;
}

/** Assembles the certificate of one identity from its rooms; nothing is asked before somebody wants a token. */
export function createManagedIdentityCertificate(
  options: ManagedIdentityCertificateOptions,
): ManagedIdentityCertificate {
  const { pool, clock, emit, timeoutMs, capabilities, headers, limits, elapsed, sleep = pause } = options;
  const { directory, attestation: provider, minStrength } = options;
  const imds = createImdsCredentials({ ...options, base: options.imdsBase, headers: options.imdsHeaders });
  const attestation = provider === undefined ? undefined : createAttestationCache({ provider, clock });
  let known: MachineKey | undefined;
  const keys = {
    async current(signal?: AbortSignal) {
      const key = await options.keys.current(signal);
      const { strength: keyType, generationMs: tookMs } = key;
      if (key.keyId !== known?.keyId && tookMs !== undefined) emit({ name: 'key.generated', keyType, tookMs });
      known = key;
      // Here and not where certificates are asked for: one that another process left, with a lower floor, needs no asking.
      checkKeyStrength(key.strength, minStrength);
      return key;
    },
  };
  const mint = createCertificateMinter({ ...options, imds, keys, attestation });
  const isAttested = provider !== undefined;
  const store = directory === undefined ? noStore : createDirectoryStore({ ...options, directory, isAttested, keys });
  const credentials = createCertificateCredentials(pool, options.onBegin);
  const holder = createCertificateHolder({ mint, store, onReplaced: credentials.retire, clock, emit });
  const tell = createCredentialTeller(emit, () => known?.strength);
  const remediation = createRemediation({ holder, limits, elapsed, sleep, emit, tell });
  const request = createCertificateTokenRequester({ capabilities, headers, clock, timeoutMs });
  const tokens = createCertifiedTokens({ holder, credentials, remediation, request, clock, tell });
  return {
    tokens,
    source: createIdentitySource(holder),
    present(given) {
      try {
        return pool.transport(checkGivenCertificate(given));
      } catch (cause) {
        throw new BindingUnavailable({ cause });
      }
    },
  };
}
