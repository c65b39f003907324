import { nodeTargets } from '../node/targets.ts';
import { testTargets } from './short-form.ts';

testTargets(nodeTargets);
