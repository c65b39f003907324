import type { FuzzTarget } from '../engine/target.ts';
import { flagTargets } from './flags.ts';
import { inspectTargets } from './inspect.ts';
import { sampleApiTargets } from './sample-api.ts';

/** Every target of the command line and its sample API. */
export const holdfastTargets: readonly FuzzTarget[] = [...flagTargets, ...inspectTargets, ...sampleApiTargets];
