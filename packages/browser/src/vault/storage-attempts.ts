import type { EventSink } from '@holdfast/core';
import { createDeadline } from '@holdfast/core/calling';
import type { VaultUnavailable } from '../events/browser-event.ts';

/** Attempts to use storage, which may fail or never answer. */
export interface StorageAttempts {
  /** Rejects with what went wrong; the first failure of each operation is told. */
  attempt<T>(operation: VaultUnavailable['operation'], work: () => Promise<T>): Promise<T>;
  /** Gives what was read, or something else where that failed. */
  read<T>(work: () => Promise<T>, otherwise: T): Promise<T>;
  /** Tells whether the write was done. */
  write(work: () => Promise<unknown>): Promise<boolean>;
}

/** What {@link createStorageAttempts} needs. */
export interface StorageAttemptsOptions {
  readonly emit: EventSink<VaultUnavailable>;
  /** How long storage may take, in milliseconds: a database that another script blocks answers never. */
  readonly timeoutMs: number;
}

/** Makes the attempts of one storage. */
export function createStorageAttempts({ emit, timeoutMs }: StorageAttemptsOptions): StorageAttempts {
  const told = new Set<string>();
  const attempt: StorageAttempts['attempt'] = async (operation, work) => {
    const deadline = createDeadline(timeoutMs);
    try {
      return await deadline.race(work);
    } catch (error) {
      if (!told.has(operation)) emit({ name: 'vault.unavailable', operation });
      told.add(operation);
      throw error;
    } finally {
      deadline.clear();
    }
  };
  return {
    attempt,
    read: (work, otherwise) => attempt('read', work).catch(() => otherwise),
    write: (work) =>
      attempt('write', work).then(
        () => true,
        () => false,
      ),
  };
}
