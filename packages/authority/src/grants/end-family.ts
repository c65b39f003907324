import type { TokenFamily } from '../refresh-tokens/token-family.ts';
import type { GrantIssuer } from './grant.ts';

// Half of what the book of revocations holds: however many families end, an operator finds room in it.
const mostRevocations = 4000;

/**
 * Ends a family, because two have something of it that only one should have: its refresh tokens are good for nothing any more, and its access
 * tokens are revoked, here and in every API that follows the revocations. Where they cannot all be named, or are too many for the book,
 * everything of the user is revoked, which takes one entry.
 *
 * @see RFC 6749 section 10.5; RFC 9700 section 4.14.2
 */
export async function endFamily(
  { families, revocations }: Pick<GrantIssuer, 'families' | 'revocations'>,
  familyId: TokenFamily['id'],
): Promise<void> {
  const ended = families.end(familyId);
  if (ended === undefined) return;
  const { family, tokens, hasOthers } = ended;
  if (hasOthers || revocations.size + tokens.length > mostRevocations) {
    const { objectId, tenantId } = family.signIn.user;
    await revocations.add({ kind: 'user', value: objectId, tenant: tenantId });
  } else {
    await Promise.all(tokens.map(({ uti }) => revocations.add({ kind: 'uti', value: uti })));
  }
}
