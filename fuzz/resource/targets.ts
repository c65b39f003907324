import type { FuzzTarget } from '../engine/target.ts';
import { adapterTargets } from './adapters.ts';
import { authenticateTargets } from './authenticate.ts';
import { forwardedCertificateTargets } from './forwarded-certificates.ts';
import { issuedClaimsTargets } from './issued-claims.ts';
import { keySetTargets } from './key-sets.ts';
import { optionTargets } from './options.ts';
import { revocationStreamTargets } from './revocation-stream.ts';

/** Every target of `@holdfast/resource`. */
export const resourceTargets: readonly FuzzTarget[] = [
  ...authenticateTargets,
  ...issuedClaimsTargets,
  ...keySetTargets,
  ...adapterTargets,
  ...forwardedCertificateTargets,
  ...revocationStreamTargets,
  ...optionTargets,
];
