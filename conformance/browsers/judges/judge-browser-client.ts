import { suite } from 'node:test';
import type { Scene } from '../scene/open-scene.ts';
import { declareAttacks } from './browser-client/attacks.ts';
import { declarePopups } from './browser-client/popups.ts';
import { declareSignIns } from './browser-client/sign-ins.ts';
import { openStage } from './browser-client/stage.ts';
import { declareChallenges, declareTokens } from './browser-client/tokens.ts';
import { useStage } from './use-stage.ts';

/** Signs in at the real authority with `@holdfast/browser`, and calls the sample API. */
export function judgeBrowserClient(scene: () => Scene): void {
  suite('@holdfast/browser', () => {
    const stage = useStage(() => openStage(scene()));
    declareSignIns(stage);
    declarePopups(stage);
    declareTokens(stage);
    declareChallenges(stage);
    declareAttacks(stage);
  });
}
