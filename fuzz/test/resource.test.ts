import { resourceTargets } from '../resource/targets.ts';
import { testTargets } from './short-form.ts';

testTargets(resourceTargets);
