import { MitsRequestRefused } from '../errors/request-refused.ts';
import type { IdentitySelector, MitsCaller, MitsIdentity } from './managed-identity.ts';

/**
 * Finds the identity that a request names, among those of its caller.
 *
 * GUIDs and resource ids are compared without letter case, as Azure does. Whether the identity exists but belongs to another caller is not
 * told: the refusal is the same.
 *
 * @throws {@link MitsRequestRefused} `ERR_MITS_IDENTITY_UNKNOWN`
 */
export function findIdentity(caller: MitsCaller, selector: IdentitySelector): MitsIdentity {
  const found = selector.by === 'none' ? caller.systemIdentity : identitiesOf(caller).find(named(selector));
  if (found === undefined) throw new MitsRequestRefused('ERR_MITS_IDENTITY_UNKNOWN');
  return found;
}

/** Every identity of a caller, that of the system first. */
export function identitiesOf({ systemIdentity, identities = [] }: MitsCaller): readonly MitsIdentity[] {
  return systemIdentity === undefined ? identities : [systemIdentity, ...identities];
}

function named(selector: Exclude<IdentitySelector, { by: 'none' }>): (identity: MitsIdentity) => boolean {
  const wanted = selector.value.toLowerCase();
  return ({ clientId, objectId, resourceId }) => {
    const id = { 'client-id': clientId, 'object-id': objectId, 'resource-id': resourceId }[selector.by];
    return id?.toLowerCase() === wanted;
  };
}
