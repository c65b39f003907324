import { InteractionRequired } from '@holdfast/browser';
import { client, scopes } from './client.ts';
import { button, element, part } from './element.ts';

/** Shows what went wrong, and how to go on. Errors of Holdfast hold no token and no key, so they may be shown. */
export function showProblem(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  part('problem').replaceChildren(element('p', {}, [text]), ...wayOn(error));
}

/** Takes the last problem away. */
export function clearProblem(): void {
  part('problem').replaceChildren();
}

// A person has to be asked: that takes a click, because browsers open a window for nothing less.
function wayOn(error: unknown): readonly Node[] {
  if (!(error instanceof InteractionRequired)) return [];
  const { claims } = error;
  return [button('Sign in again', () => client.signIn({ scopes, claims }).then(clearProblem, showProblem))];
}
