import type { Tenant } from '../directory/directory.ts';
import type { SignIn } from '../sessions/sign-in.ts';
import { getMeantTenants } from '../steps/find-tenant.ts';
import { type KnownSignIn, readIdTokenHint } from './id-token-hint.ts';
import { findLeaving, type Leaving } from './leaving.ts';
import { judgeReturnAddress, type ReturnAddress } from './return-address.ts';
import { parseSignOutParameters, type SignOutParameters } from './sign-out-parameters.ts';
import type { SignOutParts, SignOutRequest } from './sign-out-parts.ts';

/** A request to sign out, with every name looked up. */
export interface SignOutFacts {
  readonly request: SignOutRequest;
  readonly parameters: SignOutParameters;
  /** Who is signed in in this browser. */
  readonly signIns: readonly SignIn[];
  readonly leaving: Leaving;
  readonly returnTo: ReturnAddress;
}

/**
 * Reads a request to sign out.
 *
 * @throws {@link TokenRefused} `tenantMalformed`, `tenantUnknown`, `parameterRepeated`, `requestMalformed`, `requestTooLong`
 */
export async function readSignOut(request: SignOutRequest, parts: SignOutParts): Promise<SignOutFacts> {
  const { directory } = parts.issuer();
  const tenants = getMeantTenants(directory, request.tenantName);
  const parameters = parseSignOutParameters(request.parameters);
  const known = await readHint(parameters, tenants, parts);
  const signIns = parts.sessions.find(request.cookieHeader)?.signIns ?? [];
  return {
    request,
    parameters,
    signIns,
    leaving: findLeaving(signIns, known, parameters.get('logout_hint')),
    returnTo: judgeReturnAddress(parameters.get('post_logout_redirect_uri'), {
      directory,
      tenants,
      clientId: parameters.get('client_id') ?? known?.clientId,
    }),
  };
}

// An id_token of one client in the hands of another vouches for nobody.
async function readHint(
  parameters: SignOutParameters,
  tenants: readonly Tenant[],
  { issuer }: SignOutParts,
): Promise<KnownSignIn | undefined> {
  const hint = parameters.get('id_token_hint');
  if (hint === undefined) return undefined;
  const { origin, signingKeys } = issuer();
  const known = await readIdTokenHint(hint, { origin, tenants, keys: signingKeys.published() });
  const clientId = parameters.get('client_id');
  return clientId === undefined || clientId.toLowerCase() === known?.clientId ? known : undefined;
}
