import type { ReadyLine } from '../../../packages/holdfast/test/support/holdfast-process.ts';
import type { Profile, Tab } from '../launch/real-browser.ts';

/** Somebody who can sign in. */
export type User = ReadyLine['users'][number];

/** A tab in which somebody is signed in, with the profile around it. */
export interface SignedIn {
  readonly profile: Profile;
  readonly tab: Tab;
}

/** Types a name and a password into the sign-in page of the authority. */
export async function signIn(tab: Tab, { username, password }: User): Promise<void> {
  await tab.type('#username', username);
  await tab.type('#password', password);
  await tab.press('#go');
}

/** Signs in, consents where that is asked for, and waits for the page of the application. */
export async function signInAndReturn(tab: Tab, user: User, home: string): Promise<void> {
  await signIn(tab, user);
  const place = await tab.until(
    (address) => location.href.startsWith(address) || (document.getElementById('accept') !== null && 'consent'),
    home,
  );
  if (place !== 'consent') return;
  await tab.press('#accept');
  await tab.until((address) => location.href.startsWith(address), home);
}

declare global {
  // A mark of the window, because a document that has just begun has no element to carry one.
  var isStillHere: true | undefined;
}

/** Makes the page leave, and waits until it is there again, loaded anew. */
export async function leaveAndReturn(tab: Tab, leave: () => Promise<unknown>, home: string): Promise<void> {
  await tab.run(() => {
    globalThis.isStillHere = true;
  });
  await leave();
  await tab.until((address) => location.href.startsWith(address) && globalThis.isStillHere === undefined, home);
}
