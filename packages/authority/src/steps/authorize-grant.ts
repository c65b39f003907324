import type { Authorization, Grant, GrantFacts } from '../grants/grant.ts';

/** Step: the grant decides for whom the token is, for which API and with which rights. */
export async function authorizeGrant(
  facts: GrantFacts & { readonly grant: Grant },
): Promise<{ readonly authorization: Authorization }> {
  return { authorization: await facts.grant.authorize(facts) };
}
