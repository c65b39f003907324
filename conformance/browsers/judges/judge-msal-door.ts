import { suite } from 'node:test';
import type { Candidate } from '../launch/real-browser.ts';
import { declareDifferences, declareKeysOfThePage, openDoorStage } from './msal-browser/differences.ts';
import { useStage } from './use-stage.ts';

/** What `@holdfast/browser/msal` does otherwise than msal-browser, and what it has beside it. */
export function judgeMsalDoor({ name, missing, launch }: Candidate): void {
  suite(`@holdfast/browser/msal by itself in ${name}`, { skip: missing }, () => {
    const stage = useStage(() => openDoorStage(launch));
    declareDifferences(stage);
    declareKeysOfThePage(stage);
  });
}
