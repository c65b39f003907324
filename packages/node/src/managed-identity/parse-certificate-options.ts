import type { Clock, EventSink } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { isKeyStrength } from '../machine-key/key-strength.ts';
import type { MachineKeyProvider } from '../machine-key/machine-key.ts';
import { createSoftwareKeyProvider } from '../machine-key/software-key.ts';
import type { IdentityCredentialStoreFailed } from '../managed-identity-certificate/identity-event.ts';
import type { RemediationLimits } from '../managed-identity-certificate/loop-book.ts';
import type { ManagedIdentityCertificateOptions } from '../managed-identity-certificate/managed-identity-certificate.ts';
import { createMtlsPool, type MtlsPool } from '../mtls/mtls-pool.ts';
import { createPersistedKeyProvider } from '../private-directory/persisted-key.ts';
import type { CertificateOptions, PersistenceOptions, RemediationOptions } from './certificate-options.ts';

/** The table of defaults; each is explained at its option. */
const defaults = { deadlineMs: 120_000, minStrength: 'InMemory', wire: 'shipped' } as const;

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
    limits: parseLimits(options.remediation),
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

function parseHosts(hosts: unknown): ReadonlySet<string> {
  const list: unknown = hosts ?? [];
  if (!Array.isArray(list)) throw new TypeError('allowedHosts must be an array of hosts');
  return new Set(list.map(parseHost));
}

function parseHost(host: unknown): string {
  const address = `https://${host}`;
  const url = typeof host === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  // Neither a pattern nor a part of an address: what is compared is the whole host.
  if (
    url === undefined ||
    `${url.origin}/` !== url.href ||
    !/^[a-z0-9.-]+(?::\d+)?$|^\[[0-9a-f:.]+\](?::\d+)?$/.test(url.host)
  ) {
    throw new TypeError('allowedHosts must hold hosts such as login.example or localhost:8444');
  }
  return url.host;
}

function parseLimits(given: RemediationOptions | undefined): RemediationLimits {
  const options = given ?? {};
  const names = new Set<string>(['maxAttempts', 'deadlineMs', 'remediateClaimsMismatch']);
  checkOptionNames(options, names, 'remediation');
  const { maxAttempts, remediateClaimsMismatch = false } = options;
  const deadlineMs =
    options.deadlineMs ?? (maxAttempts === Number.POSITIVE_INFINITY ? maxAttempts : defaults.deadlineMs);
  if (typeof remediateClaimsMismatch !== 'boolean')
    throw new TypeError('remediation.remediateClaimsMismatch must be true or false');
  return Object.freeze({
    maxAttempts: parseBound(maxAttempts ?? Number.POSITIVE_INFINITY, 'remediation.maxAttempts'),
    deadlineMs: parseBound(deadlineMs, 'remediation.deadlineMs'),
    remediateClaimsMismatch,
  });
}

function parseBound(value: unknown, name: string): number {
  const isBound = value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 0);
  if (!isBound) throw new TypeError(`${name} must be a whole number, or Infinity`);
  return value as number;
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
