import { createPrivateKey, X509Certificate } from 'node:crypto';
import { DataCorrupt } from '../errors/data-errors.ts';
import type { DataStore } from '../storage/data-store.ts';
import { renewBeforeMs } from './validity.ts';

/** A certificate and its private key, both PEM. */
export interface CertificatePair {
  /** The certificate. */
  readonly certPem: string;
  /** Its private key, PKCS #8. */
  readonly keyPem: string;
}

/** The two documents of a pair. */
export interface PairNames {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads a pair back, or issues and writes a new one when there is none or it ends soon.
 *
 * @param at - epoch milliseconds
 * @param issuerPem - when given, a pair that another authority issued is replaced as well
 * @throws {@link DataCorrupt}
 */
export async function keepPair(options: {
  readonly store: DataStore;
  readonly names: PairNames;
  readonly at: number;
  readonly issuerPem?: string | undefined;
  readonly issue: () => Promise<CertificatePair>;
}): Promise<CertificatePair> {
  const { store, names, at, issuerPem, issue } = options;
  const stored = await readPair(store, names);
  if (stored !== undefined && isUsable(stored, at, issuerPem)) return stored;
  const fresh = await issue();
  // The key first: a certificate without its key would look like a corrupt pair.
  await store.write(names.key, fresh.keyPem);
  await store.write(names.cert, fresh.certPem);
  return fresh;
}

async function readPair(store: DataStore, names: PairNames): Promise<CertificatePair | undefined> {
  const certPem = await store.read(names.cert);
  const keyPem = await store.read(names.key);
  if (certPem === undefined || keyPem === undefined) return undefined;
  const certificate = parse(names.cert, () => new X509Certificate(certPem));
  const key = parse(names.key, () => createPrivateKey(keyPem));
  // Half a pair was replaced before a crash: a new pair mends it.
  return certificate.checkPrivateKey(key) ? { certPem, keyPem } : undefined;
}

function parse<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new DataCorrupt(name, error);
  }
}

function isUsable(pair: CertificatePair, at: number, issuerPem: string | undefined): boolean {
  const certificate = new X509Certificate(pair.certPem);
  if (certificate.validToDate.getTime() - at < renewBeforeMs) return false;
  if (issuerPem === undefined) return true;
  const issuer = new X509Certificate(issuerPem);
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}
