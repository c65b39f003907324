import { holdfastTargets } from '../holdfast/targets.ts';
import { testTargets } from './short-form.ts';

testTargets(holdfastTargets);
