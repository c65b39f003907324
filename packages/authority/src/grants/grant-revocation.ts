import type { TokenFamily } from '../refresh-tokens/token-family.ts';
import type { GrantIssuer } from './grant.ts';

/**
 * Tells whether what a family goes back to was revoked: the user since they signed in, or the application since the code was issued.
 *
 * Without this a user who was revoked would get new tokens: those are younger than the revocation, which therefore does not cover them.
 */
export function isGrantRevoked(
  { revocations }: Pick<GrantIssuer, 'revocations'>,
  { signIn, application, startedAt }: Pick<TokenFamily, 'signIn' | 'application' | 'startedAt'>,
): boolean {
  return (
    revocations.isRevoked({ objectId: signIn.user.objectId, issuedAt: signIn.authenticatedAt }) ||
    revocations.isRevoked({ clientId: application.clientId, issuedAt: startedAt })
  );
}
