import { createHmac } from 'node:crypto';

/**
 * Makes the `sub` under which one party knows a user: another party cannot tell that its own `sub` means the same person.
 *
 * @param salt - a secret of the authority that never changes
 * @param facts - `sector`: who gets to know the user, by client id, or the application ID URI of a built-in resource
 * @see OpenID Connect Core section 8.1
 */
export function pairwiseSubject(
  salt: string,
  { objectId, sector }: { readonly objectId: string; readonly sector: string },
): string {
  // JSON, so that no two pairs are written alike.
  return createHmac('sha256', salt)
    .update(JSON.stringify([sector, objectId]), 'utf8')
    .digest('base64url');
}
