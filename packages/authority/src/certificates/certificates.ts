import type { DataStore } from '../storage/data-store.ts';
import { createCertificateAuthority, issueCertificate } from './certificate-authority.ts';
import { type CertificatePair, keepPair } from './certificate-pair.ts';
import { loopbackAlternativeNames, loopbackNameConstraints } from './loopback-names.ts';
import { machineAuthorityName } from './machine-certificate.ts';
import { createSelfSignedServerCertificate } from './self-signed-certificate.ts';
import { ExtendedKeyUsage } from './x509.ts';

/** A certificate a client authenticates with. */
export interface ClientCertificate extends CertificatePair {
  /** The certificate followed by the authority that issued it. */
  readonly chainPem: string;
  /** The file of `certPem`; absent for an authority in memory. */
  readonly certFile?: string | undefined;
  /** The file of `keyPem`; absent for an authority in memory. */
  readonly keyFile?: string | undefined;
  /** The file of `chainPem`; absent for an authority in memory. */
  readonly chainFile?: string | undefined;
}

/** The certificates of one data directory. */
export interface Certificates {
  /** What clients must trust to reach the servers. */
  readonly caPem: string;
  /** The file of `caPem`; absent for an authority in memory. */
  readonly caFile?: string | undefined;
  /** Everything clients of this machine must trust: the CA, and the certificate of the managed identity token service. */
  readonly trustFile?: string | undefined;
  /** Certificate for localhost, 127.0.0.1 and ::1. */
  readonly server: CertificatePair & {
    /** The file of `certPem`; absent for an authority in memory. */
    readonly certFile?: string | undefined;
    /** The file of `keyPem`; absent for an authority in memory. */
    readonly keyFile?: string | undefined;
  };
  /** Of the managed identity token service beside the authority: for the same names, signed by itself, and so known by its thumbprint. */
  readonly mits: CertificatePair;
  /** The authority of client certificates. Servers do not use it, and nobody needs to trust it for TLS. */
  readonly clientCaPem: string;
  /** The authority of the certificates that IMDS hands to managed identities. Nobody needs to trust it for TLS either. */
  readonly machineCa: CertificatePair & {
    /** The file of `certPem`; absent for an authority in memory. */
    readonly certFile?: string | undefined;
  };
  /** Returns the certificate of an application, issued when there is none yet. */
  clientCertificate(application: string): Promise<ClientCertificate>;
  /** The same for a managed identity. */
  identityCertificate(identity: string): Promise<ClientCertificate>;
}

/**
 * Opens the certificates of a data directory: reads them, or makes them when they are absent or end within 30 days.
 *
 * Three authorities: one for servers, limited to loopback names, one for client certificates, and one for those of managed identities. They
 * share nothing.
 *
 * @param options - `at` is epoch milliseconds of the wall clock, by which TLS peers judge
 * @throws {@link DataCorrupt}
 */
export async function openCertificates(options: {
  readonly store: DataStore;
  readonly at: number;
}): Promise<Certificates> {
  const { store, at } = options;
  const serverNames = { cert: 'certs/localhost.pem', key: 'certs/localhost-key.pem' };
  const ca = await keepPair({
    store,
    at,
    names: { cert: 'ca.pem', key: 'certs/ca-key.pem' },
    issue: () => createServerCa(at),
  });
  const server = await keepPair({
    store,
    at,
    names: serverNames,
    issuerPem: ca.certPem,
    issue: () => issueServerCertificate(ca, at),
  });
  const clientCa = await keepPair({
    store,
    at,
    names: { cert: 'certs/client-ca.pem', key: 'certs/client-ca-key.pem' },
    issue: () => createClientCa('Holdfast client certificate CA', at),
  });
  const machineCaNames = { cert: 'certs/machine-ca.pem', key: 'certs/machine-ca-key.pem' };
  const machineCa = await keepPair({
    store,
    at,
    names: machineCaNames,
    issue: () => createClientCa(machineAuthorityName, at),
  });
  const mits = await keepPair({
    store,
    at,
    names: { cert: 'certs/mits.pem', key: 'certs/mits-key.pem' },
    issue: () => createSelfSignedServerCertificate('localhost', at),
  });
  await store.write('trust.pem', `${ca.certPem}${mits.certPem}`);
  const keep = { store, at, clientCa };
  return {
    caPem: ca.certPem,
    caFile: store.pathOf('ca.pem'),
    trustFile: store.pathOf('trust.pem'),
    server: { ...server, certFile: store.pathOf(serverNames.cert), keyFile: store.pathOf(serverNames.key) },
    clientCaPem: clientCa.certPem,
    machineCa: { ...machineCa, certFile: store.pathOf(machineCaNames.cert) },
    mits,
    clientCertificate: (name) => keepClientCertificate({ ...keep, base: `certs/clients/${name}`, commonName: name }),
    // A name of its own: an application that is known by CN=worker in the mouth of this authority is not the identity worker.
    identityCertificate: (name) =>
      keepClientCertificate({ ...keep, base: `certs/identities/${name}`, commonName: `${name}.identity` }),
  };
}

async function keepClientCertificate(options: {
  readonly store: DataStore;
  readonly at: number;
  readonly clientCa: CertificatePair;
  readonly base: string;
  readonly commonName: string;
}): Promise<ClientCertificate> {
  const { store, at, clientCa, base, commonName } = options;
  const pair = await keepPair({
    store,
    at,
    names: { cert: `${base}.pem`, key: `${base}-key.pem` },
    issuerPem: clientCa.certPem,
    issue: () =>
      issueCertificate(clientCa, { commonName, purpose: ExtendedKeyUsage.clientAuth, keyKind: 'rsa-2048' }, at),
  });
  const chainPem = `${pair.certPem}${clientCa.certPem}`;
  await store.write(`${base}-chain.pem`, chainPem);
  return {
    ...pair,
    chainPem,
    certFile: store.pathOf(`${base}.pem`),
    keyFile: store.pathOf(`${base}-key.pem`),
    chainFile: store.pathOf(`${base}-chain.pem`),
  };
}

function createServerCa(at: number): Promise<CertificatePair> {
  return createCertificateAuthority(
    { name: 'Holdfast development CA', purpose: ExtendedKeyUsage.serverAuth, limits: [loopbackNameConstraints()] },
    at,
  );
}

function createClientCa(name: string, at: number): Promise<CertificatePair> {
  return createCertificateAuthority({ name, purpose: ExtendedKeyUsage.clientAuth, limits: [] }, at);
}

function issueServerCertificate(ca: CertificatePair, at: number): Promise<CertificatePair> {
  return issueCertificate(
    ca,
    {
      commonName: 'localhost',
      purpose: ExtendedKeyUsage.serverAuth,
      keyKind: 'p-256',
      extensions: [loopbackAlternativeNames()],
    },
    at,
  );
}
