import type { FuzzTarget } from '../engine/target.ts';
import { apiChallengeTargets } from './api-challenges.ts';
import { metadataTargets } from './metadata.ts';
import { optionTargets } from './options.ts';
import { refusalTargets } from './refusal.ts';
import { storedTokenTargets } from './stored-token.ts';
import { tokenReplyTargets } from './token-reply.ts';

/** Every target of `@holdfast/oauth`. */
export const oauthTargets: readonly FuzzTarget[] = [
  ...tokenReplyTargets,
  ...refusalTargets,
  ...metadataTargets,
  ...optionTargets,
  ...apiChallengeTargets,
  ...storedTokenTargets,
];
