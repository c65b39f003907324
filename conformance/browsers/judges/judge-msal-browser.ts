import { suite } from 'node:test';
import type { Scene } from '../scene/open-scene.ts';
import { declareProofs, declareRefreshes } from './msal-browser/proofs.ts';
import { declareSamples } from './msal-browser/samples.ts';
import { declarePopups, declareSilent } from './msal-browser/sign-ins.ts';
import { type MsalLibrary, openStage } from './msal-browser/stage.ts';
import { useStage } from './use-stage.ts';

/** Lets msal-browser, or what has its names, sign in at the real authority, and call the sample API with what it signed. */
export function judgeMsalBrowser(scene: () => Scene, library: MsalLibrary): void {
  suite(library.name, () => {
    const stage = useStage(() => openStage(scene(), library));
    declareSamples(stage);
    declareProofs(stage);
    declareRefreshes(stage);
    declarePopups(stage);
    declareSilent(stage);
  });
}
