import { type Clock, createSingleFlight, type EventSink } from '@holdfast/core';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import type { CertificateEvent } from './certificate-source.ts';
import { type CertificateUse, checkCertificateUse } from './check-use.ts';
import type { ClientCertificate } from './client-certificate.ts';

/** What {@link createKeptCertificate} needs. */
export interface KeptCertificateOptions {
  readonly load: (signal: AbortSignal) => Promise<ClientCertificate>;
  readonly use: CertificateUse;
  readonly emit: EventSink<CertificateEvent>;
}

/** The last good certificate of a source. */
export interface KeptCertificate {
  /** The last good one while it lives; otherwise loads one. */
  current(signal?: AbortSignal): Promise<ClientCertificate>;
  /** Loads now. A failure keeps the last good one, is told as an event, and reaches nobody. */
  reload(signal?: AbortSignal): Promise<void>;
  /** The next `current` loads before it answers. */
  invalidate(): void;
  /** Whether the last load gave something that may be used. */
  readonly isSettled: boolean;
}

/**
 * Keeps the last certificate that was good when it was loaded, and replaces it only by another good one.
 *
 * Callers who wait at the same time share one load. A failure is told once, not at every attempt.
 */
export function createKeptCertificate({ load, use, emit }: KeptCertificateOptions): KeptCertificate {
  const flights = createSingleFlight<ClientCertificate>();
  let kept: ClientCertificate | undefined;
  let toldCode: string | undefined;
  let isSettled = false;
  let isInvalid = false;

  const replace = async (signal: AbortSignal): Promise<ClientCertificate> => {
    try {
      const loaded = await load(signal);
      checkCertificateUse(loaded, use);
      toldCode = undefined;
      isSettled = true;
      if (kept !== undefined && isSame(loaded, kept)) return kept;
      const previousX5tS256 = kept?.x5tS256;
      kept = loaded;
      const { x5tS256, notAfter } = loaded;
      emit({ name: 'certificate.loaded', x5tS256, previousX5tS256, notAfter });
      return loaded;
    } catch (error) {
      isSettled = false;
      const code = error instanceof CertificateInvalid ? error.code : 'ERR_UNKNOWN';
      // The waiting have all gone: nothing was found out.
      if (!signal.aborted && code !== toldCode) {
        toldCode = code;
        emit({ name: 'certificate.refused', code, keptX5tS256: kept?.x5tS256 });
      }
      throw error;
    }
  };

  const reload = async (signal?: AbortSignal): Promise<void> => {
    isInvalid = false;
    await flights.run('load', replace, signal).catch(() => undefined);
  };

  return {
    async current(signal) {
      if (isInvalid && kept !== undefined) await reload(signal);
      if (kept !== undefined && lives(kept, use.clock)) return kept;
      return flights.run('load', replace, signal);
    },
    reload,
    invalidate() {
      isInvalid = true;
    },
    get isSettled() {
      return isSettled;
    },
  };
}

// A renewed issuer is a change too, though the certificate itself is the same.
function isSame(one: ClientCertificate, other: ClientCertificate): boolean {
  return one.x5c.join() === other.x5c.join();
}

function lives({ notBefore, notAfter }: ClientCertificate, clock: Clock): boolean {
  const now = clock() / 1000;
  return now >= notBefore && now < notAfter + 1;
}
