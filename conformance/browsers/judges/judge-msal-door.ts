import { suite } from 'node:test';
import type { Scene } from '../scene/open-scene.ts';
import { declareAnswers, declareRefusals, declareTabs } from './msal-door/differences.ts';
import { declareKeysOfThePage } from './msal-door/keys-of-the-page.ts';
import { openDoorStage } from './msal-door/stage.ts';
import { useStage } from './use-stage.ts';

/** What `@holdfast/browser/msal` does otherwise than msal-browser, and what it has beside it. */
export function judgeMsalDoor(scene: () => Scene): void {
  suite('@holdfast/browser/msal by itself', () => {
    const stage = useStage(() => openDoorStage(scene()));
    declareAnswers(stage);
    declareRefusals(stage);
    declareTabs(stage);
    declareKeysOfThePage(stage);
  });
}
