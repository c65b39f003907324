import type { IdentityCertificate } from './identity-certificate.ts';

/** Where the processes of an application leave a certificate for each other. No function fails because of the store: it does nothing then. */
export interface CertificateStore {
  /** The certificate that was left, if it may be used still and its key is ours. */
  find(signal: AbortSignal): Promise<IdentityCertificate | undefined>;
  /** Leaves one. `newest`: unless one lies there that lives longer. */
  keep(certificate: IdentityCertificate, which: 'newest' | 'this'): Promise<void>;
  /** Does something while no other process does, as far as that can be had without waiting for long. */
  exclusively<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** A store for one process alone: nothing is kept. */
export const noStore: CertificateStore = Object.freeze({
  find: async () => undefined,
  keep: async () => undefined,
  exclusively: <T>(work: () => Promise<T>) => work(),
});
