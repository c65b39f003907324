import { mitsTargets } from '../mits/targets.ts';
import { testTargets } from './short-form.ts';

testTargets(mitsTargets);
