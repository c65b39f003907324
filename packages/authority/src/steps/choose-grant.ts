import { TokenRefused } from '../errors/token-refused.ts';
import { getParameter, type TokenForm } from '../forms/form.ts';
import type { Grant } from '../grants/grant.ts';
import { grants } from '../grants/grants.ts';

/** Step: the grant type names a grant. */
export function chooseGrant({ form }: { readonly form: TokenForm }): { readonly grant: Grant } {
  const grant = grants.get(getParameter(form, 'grant_type'));
  if (grant === undefined) throw new TokenRefused('grantUnsupported');
  return { grant };
}
