import { browserTargets } from '../browser/targets.ts';
import { testTargets } from './short-form.ts';

testTargets(browserTargets);
