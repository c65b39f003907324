import { oauthTargets } from '../oauth/targets.ts';
import { testTargets } from './short-form.ts';

testTargets(oauthTargets);
