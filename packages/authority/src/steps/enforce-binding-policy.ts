import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { Authorization } from '../grants/grant.ts';
import type { Binding } from '../mint/binding.ts';

/**
 * Step: what the application and the API say about binding is obeyed, both of them.
 *
 * It runs after every grant, so an application that must hold its keys gets no unbound token in any way.
 */
export function enforceBindingPolicy(facts: {
  readonly client: AuthenticatedClient;
  readonly authorization: Authorization;
  readonly binding: Binding;
}): { readonly bindingAllowed: true } {
  const { client, authorization, binding } = facts;
  const bound = binding.scheme !== 'bearer';
  const refusedBy = bound ? 'forbidden' : 'required';
  if (client.application.tokenBinding === refusedBy) {
    throw new TokenRefused(bound ? 'bindingForbiddenByApplication' : 'bindingRequiredByApplication');
  }
  if (authorization.api.tokenBinding === refusedBy) {
    throw new TokenRefused(bound ? 'bindingForbiddenByApi' : 'bindingRequiredByApi');
  }
  return { bindingAllowed: true };
}
