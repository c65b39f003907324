import type { FuzzTarget } from '../engine/target.ts';
import { adminTargets } from './admin.ts';
import { authorizeTargets } from './authorize.ts';
import { certificateRequestTargets } from './certificate-requests.ts';
import { fileTargets } from './files.ts';
import { httpTargets } from './http.ts';
import { identityRequestTargets } from './identity-requests.ts';
import { mtlsTokenRequestTargets } from './mtls-token-requests.ts';
import { requestedClaimsTargets } from './requested-claims.ts';
import { revocationTargets } from './revocations.ts';
import { signOutTargets } from './sign-out.ts';
import { tokenRequestTargets } from './token-requests.ts';
import { userGrantTargets } from './user-grants.ts';

/** Every target of `@holdfast/authority`. */
export const authorityTargets: readonly FuzzTarget[] = [
  ...tokenRequestTargets,
  ...userGrantTargets,
  ...authorizeTargets,
  ...signOutTargets,
  ...mtlsTokenRequestTargets,
  ...httpTargets,
  ...identityRequestTargets,
  ...certificateRequestTargets,
  ...adminTargets,
  ...revocationTargets,
  ...requestedClaimsTargets,
  ...fileTargets,
];
