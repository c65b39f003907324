import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { Grant } from '../grants/grant.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * Step: what a user stands behind is redeemed where it belongs. A public application is a page, so a page of its own asks, and the browser says
 * so; whatever got hold of its code or refresh token elsewhere has no page of that origin. The credential of a confidential application
 * is never in a page.
 *
 * A program can write any `Origin`; a page of somebody else cannot.
 *
 * @throws {@link TokenRefused} `originMissing`, `originForeign`, `originUnexpected`
 */
export function checkPageOrigin({
  grant,
  client: { application },
  pageOrigin,
}: TokenRequest & { readonly grant: Grant; readonly client: AuthenticatedClient }): { readonly originAllowed: true } {
  if (grant.actor === 'application') return { originAllowed: true };
  if (application.kind === 'confidential') {
    if (pageOrigin !== undefined) throw new TokenRefused('originUnexpected');
    return { originAllowed: true };
  }
  if (pageOrigin === undefined) throw new TokenRefused('originMissing');
  const isOwn = application.redirectUris.some((address) => new URL(address).origin === pageOrigin);
  if (!isOwn) throw new TokenRefused('originForeign');
  return { originAllowed: true };
}
