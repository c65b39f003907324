import type { Clock } from '@holdfast/core';
import { type Certificates, openCertificates } from '../certificates/certificates.ts';
import type { DirectoryConfiguration } from '../directory/configuration.ts';
import type { Directory } from '../directory/directory.ts';
import { createIdentities } from '../directory/identities.ts';
import { settleDirectory } from '../directory/settle-directory.ts';
import { tokenLifetimeBounds } from '../directory/token-lifetime-bounds.ts';
import type { MachineIds } from '../imds/compute.ts';
import { openRevocationBook, type RevocationBook } from '../revocation/revocation-book.ts';
import type { IssuerKey } from '../signing/issuer-key.ts';
import { keepIssuerKey } from '../signing/keep-issuer-key.ts';
import { openSigningKeys, type SigningKeys } from '../signing/signing-keys.ts';
import { openDataDirectory } from '../storage/data-directory.ts';
import type { DataStore } from '../storage/data-store.ts';
import { readJsonDocument, writeJsonDocument } from '../storage/json-document.ts';
import { createMemoryDataStore } from '../storage/memory-data-store.ts';

/** Everything that survives a restart. */
export interface AuthorityState {
  readonly certificates: Certificates;
  readonly directory: Directory;
  readonly signingKeys: SigningKeys;
  readonly adminKey: string;
  /** Opens App Service. */
  readonly appServiceHeader: string;
  /** Opens the managed identity token service beside the authority. */
  readonly mitsHeader: string;
  /** Keeps the pairwise subjects of users apart, and the same for ever. */
  readonly pairwiseSalt: string;
  readonly machine: MachineIds;
  readonly revocations: RevocationBook;
  /** Signs attestation tokens, and nothing else. */
  readonly attestationKey: IssuerKey;
  /** Writes down what changed, and gives the data directory back. */
  close(): Promise<void>;
}

const identitiesDocument = 'identities.json';
// Validators forgive a difference between clocks, so a token is good for as much longer.
const forgivenSeconds = 300;

/**
 * Opens the state of an authority: reads what is there and makes what is not.
 *
 * @throws {@link DataLocked} | {@link DataCorrupt} | {@link DataForeign} | {@link DataUnusable}
 */
export async function openState(options: {
  readonly dataDirectory: string | undefined;
  readonly configuration: DirectoryConfiguration;
  readonly clock: Clock;
}): Promise<AuthorityState> {
  const { dataDirectory, configuration, clock } = options;
  const store = dataDirectory === undefined ? createMemoryDataStore() : await openDataDirectory(dataDirectory);
  try {
    return await fillState(store, configuration, clock);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function fillState(
  store: DataStore,
  configuration: DirectoryConfiguration,
  clock: Clock,
): Promise<AuthorityState> {
  // TLS peers judge certificates by the wall clock, whatever time the tokens live in.
  const certificates = await openCertificates({ store, at: Date.now() });
  const identities = (await readJsonDocument(store, identitiesDocument, createIdentities)) ?? createIdentities();
  const directory = await settleDirectory({
    configuration,
    identities,
    issueCertificate: (application) => certificates.clientCertificate(application),
    issueIdentityCertificate: (identity) => certificates.identityCertificate(identity),
    clientCaPem: certificates.clientCaPem,
  });
  const adminKey = identities.secret('admin key');
  const appServiceHeader = identities.secret('app service header');
  const mitsHeader = identities.secret('mits header');
  const pairwiseSalt = identities.secret('pairwise subjects');
  const [tenant] = directory.tenants;
  const machine = {
    vmId: identities.guid('machine'),
    subscriptionId: identities.guid(`subscription ${tenant?.domain ?? ''}`),
  };
  if (identities.changed) await writeJsonDocument(store, identitiesDocument, identities.toDocument());
  // Together: the keys of a first start are RSA keys, which take their time.
  const [signingKeys, attestationKey] = await Promise.all([
    openSigningKeys({ store, clock, longestTokenSeconds: tokenLifetimeBounds.most }),
    keepIssuerKey(store, 'attestation-key.json', clock()),
  ]);
  const coverSeconds = tokenLifetimeBounds.most + forgivenSeconds;
  const revocations = await openRevocationBook({ store, clock, coverSeconds });
  return {
    certificates,
    directory,
    signingKeys,
    adminKey,
    appServiceHeader,
    mitsHeader,
    pairwiseSalt,
    machine,
    revocations,
    attestationKey,
    close: async () => {
      // A failure of one is no reason to lose the other.
      const ends = await Promise.allSettled([revocations.close(), signingKeys.save()]);
      await store.close();
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
}
