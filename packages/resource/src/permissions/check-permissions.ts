import type { VerifiedToken } from '../access-token/check-claims.ts';
import { Refused } from '../errors/refused.ts';
import type { Requirements } from './requirements.ts';

/**
 * Checks scopes and roles, letter for letter; every one that is listed must be there.
 *
 * Where a route lists both, a token with `scp` (a user acts through a client) is judged by its scopes, and one without (an
 * application acts for itself) by its roles: a user's role is no application permission.
 *
 * @see RFC 6750 section 3.1 (insufficient_scope)
 */
export function checkPermissions(token: VerifiedToken, requirements: Requirements): void {
  const { requiredScopes = [], requiredRoles = [] } = requirements;
  const isDelegated = token.scopes.length > 0;
  const asksBoth = requiredScopes.length > 0 && requiredRoles.length > 0;
  const scopes = asksBoth && !isDelegated ? [] : requiredScopes;
  const roles = asksBoth && isDelegated ? [] : requiredRoles;
  if (!scopes.every((scope) => token.scopes.includes(scope))) throw new Refused('ERR_PERMISSION_SCOPE');
  if (!roles.every((role) => token.roles.includes(role))) throw new Refused('ERR_PERMISSION_ROLE');
}
