import { suite } from 'node:test';
import type { Candidate } from '../launch/real-browser.ts';
import { clientPages } from './browser-client/stage.ts';
import { judgeBrowserClient } from './judge-browser-client.ts';
import { judgeMsalBrowser } from './judge-msal-browser.ts';
import { judgeMsalDoor } from './judge-msal-door.ts';
import { judgeRestart } from './judge-restart.ts';
import { ownDoor, pagesOf, realLibrary } from './msal-browser/stage.ts';
import { doorPages } from './msal-door/stage.ts';
import { useScene } from './use-stage.ts';

/** Judges every client of a page in one browser, before one authority: each has pages and profiles of its own. */
export function judgeClients({ name, missing, launch }: Candidate): void {
  suite(`clients in ${name}`, { skip: missing }, () => {
    const all = [clientPages, pagesOf(realLibrary), pagesOf(ownDoor), doorPages];
    const scene = useScene({
      launch,
      pages: Object.assign({}, ...all.map(({ pages }) => pages)),
      redirectPaths: all.flatMap(({ redirectPaths }) => redirectPaths),
    });
    judgeBrowserClient(scene);
    judgeRestart(scene);
    judgeMsalBrowser(scene, realLibrary);
    judgeMsalBrowser(scene, ownDoor);
    judgeMsalDoor(scene);
  });
}
