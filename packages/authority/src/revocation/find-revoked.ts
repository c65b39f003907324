import { isGuid } from '@holdfast/core';
import type { Directory } from '../directory/directory.ts';
import type { RevocationWish } from './revocation.ts';

/** Who can be revoked by name. */
export type RevokedSubject = Pick<RevocationWish, 'value' | 'tenant'>;

interface NamedSubject {
  readonly names: readonly string[];
  readonly ids: readonly (string | undefined)[];
  readonly subject: RevokedSubject;
}

/**
 * Finds in the directory whom a name or an id means: a user by user name or object id, an application by name, client id or object id, an
 * identity by name, client id, object id or resource id. Letter case makes no difference.
 *
 * @returns every subject it could mean; whoever is meant by an id is the only one
 */
export function findRevoked(
  directory: Directory,
  kind: 'user' | 'application' | 'identity',
  text: string,
): readonly RevokedSubject[] {
  const wanted = text.toLowerCase();
  const subjects = listSubjects(directory, kind);
  const byId = subjects.filter(({ ids }) => ids.some((id) => id?.toLowerCase() === wanted));
  // A name that looks like an id must not be taken for one that somebody mistyped.
  const found = byId.length > 0 || isGuid(wanted) ? byId : subjects.filter(({ names }) => names.some(isWanted(wanted)));
  return found.map(({ subject }) => subject);
}

function isWanted(wanted: string): (name: string) => boolean {
  return (name) => name.toLowerCase() === wanted;
}

function listSubjects(directory: Directory, kind: 'user' | 'application' | 'identity'): readonly NamedSubject[] {
  switch (kind) {
    case 'user':
      return directory.users.map(({ username, objectId, tenantId }) => ({
        names: [username],
        ids: [objectId],
        subject: { value: objectId, tenant: tenantId },
      }));
    case 'application':
      return directory.applications.map(({ name, clientId, objectId, tenantId }) => ({
        names: [name],
        ids: [clientId, objectId],
        subject: { value: clientId, tenant: tenantId },
      }));
    default:
      return directory.identities.map(({ name, clientId, objectId, resourceId, tenantId }) => ({
        names: [name],
        ids: [clientId, objectId, resourceId],
        subject: { value: objectId, tenant: tenantId },
      }));
  }
}
