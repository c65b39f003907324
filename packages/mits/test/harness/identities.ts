import type { Authority } from '@holdfast/authority';
import type { MitsIdentity } from '@holdfast/mits';

/** An identity with what its relying party authenticates with. */
export interface KeyedIdentity extends MitsIdentity {
  readonly tenantId: string;
  readonly certificate: string;
  readonly privateKey: string;
}

/** The identities of an authority by name, with their certificates. */
export async function keyedIdentities({ directory, certificates }: Authority): Promise<Record<string, KeyedIdentity>> {
  const entries = directory.identities.map(async ({ name, tenantId, clientId, objectId, resourceId }) => {
    const { certPem, keyPem } = await certificates.identityCertificate(name);
    const identity = { name, tenantId, clientId, objectId, resourceId, certificate: certPem, privateKey: keyPem };
    return [name, identity] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
