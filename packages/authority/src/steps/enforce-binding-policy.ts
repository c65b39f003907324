import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import type { TokenBinding } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { Authorization } from '../grants/grant.ts';
import type { Binding } from '../mint/binding.ts';

/**
 * Step: what the application and the API say about binding is obeyed, both of them.
 *
 * It runs after every grant, so an application that must hold its keys gets no unbound token in any way.
 */
export function enforceBindingPolicy(facts: {
  readonly client: Pick<AuthenticatedClient, 'application'>;
  readonly authorization: Authorization;
  readonly binding: Binding;
}): { readonly bindingAllowed: true } {
  const { client, authorization, binding } = facts;
  const bound = binding.scheme !== 'bearer';
  // Asked for what permits, not for what forbids: a word that nobody knows, in a directory made by hand, permits nothing.
  const permits = (word: TokenBinding): boolean => word === 'allowed' || word === (bound ? 'required' : 'forbidden');
  if (!permits(client.application.tokenBinding)) {
    throw new TokenRefused(bound ? 'bindingForbiddenByApplication' : 'bindingRequiredByApplication');
  }
  if (!permits(authorization.api.tokenBinding)) {
    throw new TokenRefused(bound ? 'bindingForbiddenByApi' : 'bindingRequiredByApi');
  }
  return { bindingAllowed: true };
}
