import { authorityTargets } from '../authority/targets.ts';
import { testTargets } from './short-form.ts';

testTargets(authorityTargets);
