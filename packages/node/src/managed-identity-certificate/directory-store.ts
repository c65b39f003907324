import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock, EventSink } from '@holdfast/core';
import type { ImdsWire } from '../imds-credential/wire-names.ts';
import type { KeyStrength } from '../machine-key/key-strength.ts';
import type { MachineKeyProvider } from '../machine-key/machine-key.ts';
import type { ManagedIdentityId } from '../managed-identity-source/identity-question.ts';
import { type LockRelease, type LockTimes, takeLock } from '../private-directory/lock-file.ts';
import {
  codeOf,
  openPrivateDirectory,
  readPrivateFile,
  replacePrivateFile,
} from '../private-directory/private-file.ts';
import type { CertificateStore } from './certificate-store.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { IdentityCredentialStoreFailed } from './identity-event.ts';
import { buildStoredCredential, parseStoredCredential } from './stored-credential.ts';

/** What {@link createDirectoryStore} needs. */
export interface DirectoryStoreOptions {
  readonly directory: string;
  /** Whose certificates, from where: certificates of two identities never meet. */
  readonly imdsBase: URL;
  readonly identity: ManagedIdentityId;
  readonly wire: ImdsWire;
  readonly isAttested: boolean;
  readonly keys: Pick<MachineKeyProvider, 'current'>;
  readonly allowedHosts: ReadonlySet<string>;
  readonly clock: Clock;
  readonly emit: EventSink<IdentityCredentialStoreFailed>;
  /** @default those of a lock file */
  readonly lockTimes?: LockTimes | undefined;
}

/**
 * Makes a store of certificates in a directory: one file for each identity, strength of key and attestation, written whole and readable by us alone.
 *
 * Only certificates lie there. What cannot be read, written or locked is told as an event, and this process goes on as if there were no store.
 */
export function createDirectoryStore(options: DirectoryStoreOptions): CertificateStore {
  const { directory, keys, isAttested, allowedHosts, clock, emit, lockTimes } = options;
  const fail = (operation: IdentityCredentialStoreFailed['operation'], error?: unknown): undefined => {
    emit({ name: 'credential.store-failed', operation, code: error === undefined ? undefined : codeOf(error) });
    return undefined;
  };
  const read = async (signal?: AbortSignal): Promise<IdentityCertificate | undefined> => {
    const key = await keys.current(signal);
    let text: string | undefined;
    try {
      await openPrivateDirectory(directory);
      text = await readPrivateFile(join(directory, nameOf(options, key.strength)));
    } catch (error) {
      return fail('read', error);
    }
    if (text === undefined) return undefined;
    // A certificate that is old, or of a key that is gone, is nothing that went wrong.
    const name = nameOf(options, key.strength);
    return parseStoredCredential(text, { name, key, isAttested, allowedHosts, clock });
  };
  const lock = async (signal: AbortSignal): Promise<LockRelease | undefined> => {
    const { strength } = await keys.current(signal);
    try {
      await openPrivateDirectory(directory);
      return await takeLock(join(directory, `${nameOf(options, strength)}.lock`), signal, lockTimes);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return fail('lock', error);
    }
  };
  return {
    find: (signal) => read(signal),
    async keep(credential, which) {
      const there = which === 'newest' ? await read() : undefined;
      if (there !== undefined && there.certificate.notAfter > credential.certificate.notAfter) return;
      const name = nameOf(options, credential.strength);
      try {
        await openPrivateDirectory(directory);
        await replacePrivateFile(join(directory, name), buildStoredCredential(credential, name));
      } catch (error) {
        fail('write', error);
      }
    },
    async exclusively(work, signal) {
      const release = await lock(signal);
      try {
        return await work();
      } finally {
        await release?.().catch((error: unknown) => fail('lock', error));
      }
    },
  };
}

function nameOf({ imdsBase, identity, wire, isAttested }: DirectoryStoreOptions, strength: KeyStrength): string {
  const { kind } = identity;
  const value = kind === 'system' ? '' : identity.value;
  const facts = JSON.stringify([imdsBase.origin, wire, kind, value, strength, isAttested]);
  return `certificate-${createHash('sha256').update(facts).digest('hex').slice(0, 32)}.json`;
}
