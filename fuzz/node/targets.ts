import type { FuzzTarget } from '../engine/target.ts';
import { certificateTargets } from './certificates.ts';
import { clientOptionTargets } from './client-options.ts';
import { downstreamTargets } from './downstream.ts';
import { keyTargets } from './keys.ts';
import { sharedStoreTargets } from './shared-stores.ts';

/** Every target of `@holdfast/node`. */
export const nodeTargets: readonly FuzzTarget[] = [
  ...certificateTargets,
  ...keyTargets,
  ...clientOptionTargets,
  ...downstreamTargets,
  ...sharedStoreTargets,
];
