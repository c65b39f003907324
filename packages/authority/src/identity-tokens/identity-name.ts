import type { ManagedIdentity } from '../directory/directory.ts';
import { IdentityRefused } from '../errors/identity-refused.ts';

/** How a program says which identity of the machine it wants. */
export type IdentityName =
  | { readonly kind: 'unnamed' }
  | { readonly kind: 'client-id' | 'object-id' | 'resource-id'; readonly value: string };

/**
 * Chooses the identity that a name means. Without a name it is the one of the machine; a machine that has none of its own has one only
 * where exactly one is assigned to it.
 *
 * @throws {@link IdentityRefused} `identityNotFound`, `identitiesSeveral`
 */
export function chooseIdentity(identities: readonly ManagedIdentity[], name: IdentityName): ManagedIdentity {
  const found = name.kind === 'unnamed' ? chooseUnnamed(identities) : identities.find(isNamed(name));
  if (found === undefined) throw new IdentityRefused('identityNotFound');
  return found;
}

function chooseUnnamed(identities: readonly ManagedIdentity[]): ManagedIdentity | undefined {
  const system = identities.find(({ isSystem }) => isSystem);
  if (system === undefined && identities.length > 1) throw new IdentityRefused('identitiesSeveral');
  return system ?? identities[0];
}

function isNamed({ kind, value }: Exclude<IdentityName, { kind: 'unnamed' }>): (identity: ManagedIdentity) => boolean {
  const wanted = value.toLowerCase();
  const member = ({ 'client-id': 'clientId', 'object-id': 'objectId', 'resource-id': 'resourceId' } as const)[kind];
  return (identity) => identity[member]?.toLowerCase() === wanted;
}
