import type { Transport } from '@holdfast/core';
import { createTlsTransport } from '@holdfast/node';
import { createFetchTransport } from '@holdfast/oauth';
import { InputRefused } from '../errors/input-refused.ts';

/** A transport for one run of a command. */
export interface OpenTransport {
  readonly transport: Transport;
  close(): Promise<void>;
}

/**
 * Opens the connections of a command: under one CA and no other, or under those that the runtime trusts.
 *
 * @param ca - PEM; absent for the CAs of the runtime
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE` when it holds no certificate
 */
export function openTransport(ca: string | undefined): OpenTransport {
  if (ca === undefined) return { transport: createFetchTransport(), close: async () => undefined };
  try {
    const transport = createTlsTransport({ ca });
    return { transport, close: () => transport.close() };
  } catch {
    // The platform's message may quote what it was given.
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '--ca holds no certificate' });
  }
}
