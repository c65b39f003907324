import { authorityTargets } from './authority/targets.ts';
import { browserTargets } from './browser/targets.ts';
import { coreTargets } from './core/targets.ts';
import type { FuzzTarget } from './engine/target.ts';
import { holdfastTargets } from './holdfast/targets.ts';
import { mitsTargets } from './mits/targets.ts';
import { nodeTargets } from './node/targets.ts';
import { oauthTargets } from './oauth/targets.ts';
import { resourceTargets } from './resource/targets.ts';

/** Everything that reads what comes from outside. */
export const allTargets: readonly FuzzTarget[] = [
  ...coreTargets,
  ...oauthTargets,
  ...nodeTargets,
  ...browserTargets,
  ...resourceTargets,
  ...mitsTargets,
  ...authorityTargets,
  ...holdfastTargets,
];
