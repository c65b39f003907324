import type { Clock, EventSink } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { isKeyStrength } from '../machine-key/key-strength.ts';
import type { MachineKeyProvider } from '../machine-key/machine-key.ts';
import { createSoftwareKeyProvider } from '../machine-key/software-key.ts';
import type { IdentityCredentialStoreFailed } from '../managed-identity-certificate/identity-event.ts';
import type { ManagedIdentityCertificateOptions } from '../managed-identity-certificate/managed-identity-certificate.ts';
import { createMtlsPool, type MtlsPool } from '../mtls/mtls-pool.ts';
import { createPersistedKeyProvider } from '../private-directory/persisted-key.ts';
import type { CertificateOptions, PersistenceOptions } from './certificate-options.ts';
import { parseHosts } from './parse-hosts.ts';
import { parseRemediation } from './parse-remediation.ts';

/** The table of defaults; each is explained at its option. */
const defaults = { minStrength: 'InMemory', wire: 'shipped' } as const;

/** Names of {@link CertificateOptions}. */
export const certificateOptionNames: readonly (keyof CertificateOptions)[] = [
  'keyProvider',
  'attestation',
  'minStrength',
  'persistence',
  'wire',
  'allowedHosts',
  'remediation',
  'bearerOverCertificate',
  'mtlsPool',
  'ca',
];

type Ready = 'wire' | 'allowedHosts' | 'attestation' | 'minStrength' | 'pool' | 'onBegin' | 'limits';

/** The options of certificates with no questions left. */
export interface ParsedCertificateOptions extends Pick<ManagedIdentityCertificateOptions, Ready> {
  readonly keys: MachineKeyProvider;
  /** Where certificates are left for the next process. */
  readonly directory: string | undefined;
  readonly bearerOverCertificate: boolean;
  readonly pool: MtlsPool;
  /** Closes what was made here, and nothing that the caller brought. */
  close(): Promise<void>;
}

/** What is known beside the options of certificates. */
export interface CertificateSurroundings {
  readonly clock: Clock;
  readonly emit: EventSink<IdentityCredentialStoreFailed>;
}

/**
 * Reads the options of certificates: checks every one and fills in the defaults. No key is made here.
 *
 * @throws TypeError for a wrong or contradictory option
 */
export function parseCertificateOptions(
  options: CertificateOptions,
  { clock, emit }: CertificateSurroundings,
): ParsedCertificateOptions {
  const { keyProvider, attestation, minStrength = defaults.minStrength, wire = defaults.wire, mtlsPool, ca } = options;
  expectMethods(keyProvider, ['current', 'close'], 'keyProvider must be a provider of machine keys');
  expectMethods(attestation, ['attest'], 'attestation must be an attestation provider');
  expectMethods(mtlsPool, ['transport', 'request'], 'mtlsPool must be a pool of createMtlsPool');
  if (!isKeyStrength(minStrength)) throw new TypeError('minStrength must be InMemory, Hardware or KeyGuard');
  if (wire !== 'shipped' && wire !== 'draft') throw new TypeError('wire must be shipped or draft');
  if (mtlsPool !== undefined && ca !== undefined) throw new TypeError('give either mtlsPool or ca');
  const bearer: unknown = options.bearerOverCertificate ?? false;
  if (typeof bearer !== 'boolean') throw new TypeError('bearerOverCertificate must be true or false');
  const persistence = parsePersistence(options.persistence, keyProvider);
  const tellTrouble = (operation: IdentityCredentialStoreFailed['operation'], code: string | undefined): void =>
    emit({ name: 'credential.store-failed', operation, code });
  const ownKeys = (): MachineKeyProvider =>
    persistence === undefined
      ? createSoftwareKeyProvider()
      : createPersistedKeyProvider(persistence.directory, tellTrouble);
  const keys = keyProvider ?? ownKeys();
  // A certificate that the issuer has just made has begun, whatever the clock of this machine says: it may be slow, or be set back.
  let begunMs = 0;
  const pool = mtlsPool ?? createMtlsPool({ ca, clock: () => Math.max(clock(), begunMs) });
  return Object.freeze({
    keys,
    attestation,
    minStrength,
    directory: persistence?.directory,
    wire,
    allowedHosts: parseHosts(options.allowedHosts),
    limits: parseRemediation(options.remediation),
    bearerOverCertificate: bearer,
    pool,
    onBegin(atMs: number) {
      begunMs = Math.max(begunMs, atMs);
    },
    async close() {
      await Promise.all([
        keyProvider === undefined ? keys.close() : undefined,
        mtlsPool === undefined ? pool.close() : undefined,
      ]);
    },
  });
}

function parsePersistence(
  options: PersistenceOptions | undefined,
  keyProvider: MachineKeyProvider | undefined,
): PersistenceOptions | undefined {
  if (options === undefined) return undefined;
  checkOptionNames(options, new Set(['directory', 'writeSoftwareKey']), 'persistence');
  const { directory, writeSoftwareKey = false } = options;
  if (typeof directory !== 'string' || directory === '' || directory.includes('\0'))
    throw new TypeError('persistence.directory must be a path');
  if (typeof writeSoftwareKey !== 'boolean') throw new TypeError('persistence.writeSoftwareKey must be true or false');
  if (writeSoftwareKey === (keyProvider !== undefined)) {
    throw new TypeError(
      writeSoftwareKey
        ? 'persistence.writeSoftwareKey and keyProvider do not go together'
        : 'persistence needs a keyProvider, or writeSoftwareKey: true',
    );
  }
  return Object.freeze({ directory, writeSoftwareKey });
}

function expectMethods(value: unknown, names: readonly string[], message: string): void {
  if (value === undefined) return;
  const methods = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (!names.every((name) => typeof methods[name] === 'function')) throw new TypeError(message);
}
