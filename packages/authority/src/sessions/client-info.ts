import type { User } from '../directory/directory.ts';

/** Writes `client_info`, from which MSAL makes the id of an account: who it is, and in which tenant. Not signed, and nothing rests on it. */
export function buildClientInfo({ objectId, tenantId }: Pick<User, 'objectId' | 'tenantId'>): string {
  return Buffer.from(JSON.stringify({ uid: objectId, utid: tenantId }), 'utf8').toString('base64url');
}
