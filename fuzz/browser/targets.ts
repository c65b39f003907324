import type { FuzzTarget } from '../engine/target.ts';
import { answerTargets } from './answers.ts';
import { idTokenTargets } from './id-tokens.ts';

/** Every target of `@holdfast/browser`. */
export const browserTargets: readonly FuzzTarget[] = [...answerTargets, ...idTokenTargets];
