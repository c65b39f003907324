import type { TokenFamily } from '../refresh-tokens/token-family.ts';
import type { GrantIssuer } from './grant.ts';

/**
 * Ends a family, because two have something of it that only one should have: its refresh tokens are good for nothing any more, and its access
 * tokens are revoked, here and in every API that follows the revocations.
 *
 * @see RFC 6749 section 10.5; RFC 9700 section 4.14.2
 */
export async function endFamily(
  { families, revocations }: Pick<GrantIssuer, 'families' | 'revocations'>,
  familyId: TokenFamily['id'],
): Promise<void> {
  const tokens = families.end(familyId);
  await Promise.all(tokens.map(({ uti }) => revocations.add({ kind: 'uti', value: uti })));
}
