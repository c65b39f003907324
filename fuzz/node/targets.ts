import type { FuzzTarget } from '../engine/target.ts';
import { attestationTargets } from './attestation.ts';
import { azureTargets } from './azure.ts';
import { certificateTargets } from './certificates.ts';
import { clientOptionTargets } from './client-options.ts';
import { downstreamTargets } from './downstream.ts';
import { imdsCredentialTargets } from './imds-credentials.ts';
import { keyTargets } from './keys.ts';
import { managedIdentityTargets } from './managed-identity-replies.ts';
import { sharedStoreTargets } from './shared-stores.ts';

/** Every target of `@holdfast/node`. */
export const nodeTargets: readonly FuzzTarget[] = [
  ...attestationTargets,
  ...azureTargets,
  ...certificateTargets,
  ...keyTargets,
  ...clientOptionTargets,
  ...downstreamTargets,
  ...imdsCredentialTargets,
  ...managedIdentityTargets,
  ...sharedStoreTargets,
];
