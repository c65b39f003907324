import { suite } from 'node:test';
import type { Candidate } from '../launch/real-browser.ts';
import { declareProofs, declareRefreshes } from './msal-browser/proofs.ts';
import { declarePopups, declareSilent } from './msal-browser/sign-ins.ts';
import { openStage } from './msal-browser/stage.ts';
import { useStage } from './use-stage.ts';

/** Lets the real msal-browser sign in at the real authority, and call the sample API with what it signed. */
export function judgeMsalBrowser({ name, missing, launch }: Candidate): void {
  suite(`@azure/msal-browser, unmodified, in ${name}`, { skip: missing }, () => {
    const stage = useStage(() => openStage(launch));
    declareProofs(stage);
    declareRefreshes(stage);
    declarePopups(stage);
    declareSilent(stage);
  });
}
