import { createSingleFlight } from '@holdfast/core';
import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';
import type { MachineKey, MachineKeyProvider } from './machine-key.ts';

/** What {@link createKeptKey} needs. */
export interface KeptKeyOptions {
  /** Makes or opens the key. It runs to its end, whoever waits; a failure is not remembered. */
  readonly open: () => Promise<MachineKey>;
  /** Lets go of what `open` took. @default nothing */
  readonly release?: ((key: MachineKey) => void) | undefined;
}

/** Keeps one key for as long as its provider is open. */
export function createKeptKey({ open, release = () => undefined }: KeptKeyOptions): MachineKeyProvider {
  const waiting = createSingleFlight<MachineKey>();
  let opening: Promise<MachineKey> | undefined;
  let isClosed = false;

  const openOnce = (): Promise<MachineKey> => {
    const started = open();
    started.catch(() => {
      if (opening === started) opening = undefined;
    });
    return started;
  };

  return Object.freeze({
    async current(signal?: AbortSignal) {
      if (isClosed) throw new MachineKeyUnusable('ERR_MACHINE_KEY_CLOSED');
      // Not the flight but the promise is the key: callers who give up end their waiting, and leave the next ones the same key.
      const key = await waiting.run(
        'key',
        () => {
          opening ??= openOnce();
          return opening;
        },
        signal,
      );
      if (isClosed) throw new MachineKeyUnusable('ERR_MACHINE_KEY_CLOSED');
      return key;
    },
    async close() {
      isClosed = true;
      const last = opening;
      opening = undefined;
      await last?.then(release, () => undefined);
    },
  });
}
