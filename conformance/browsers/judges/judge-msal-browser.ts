import { after, before, suite } from 'node:test';
import type { Candidate } from '../launch/real-browser.ts';
import { declareProofs, declareRefreshes } from './msal-browser/proofs.ts';
import { declarePopups, declareSilent } from './msal-browser/sign-ins.ts';
import { openStage, type Stage } from './msal-browser/stage.ts';

/** Lets the real msal-browser sign in at the real authority, and call the sample API with what it signed. */
export function judgeMsalBrowser({ name, missing, launch }: Candidate): void {
  suite(`@azure/msal-browser, unmodified, in ${name}`, { skip: missing }, () => {
    let opened: Stage | undefined;
    before(async () => {
      opened = await openStage(launch);
    });
    after(() => opened?.scene.close());

    const stage = (): Stage => {
      if (opened === undefined) throw new Error('the stage is not open');
      return opened;
    };
    declareProofs(stage);
    declareRefreshes(stage);
    declarePopups(stage);
    declareSilent(stage);
  });
}
