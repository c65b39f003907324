import { coreTargets } from '../core/targets.ts';
import { testTargets } from './short-form.ts';

testTargets(coreTargets);
