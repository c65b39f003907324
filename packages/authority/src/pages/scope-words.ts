import { html, type Markup } from './markup.ts';
import { name } from './shown-text.ts';

const verbs: ReadonlyMap<string, string> = new Map([
  ['read', 'Read'],
  ['write', 'Change'],
  ['readwrite', 'Read and change'],
]);
const allOfIt: ReadonlySet<string> = new Set(['user_impersonation', 'access_as_user']);

/**
 * Says in words what a permission of an API is called: `read`, `Orders.Read`, `user_impersonation`. The directory knows its name alone, so there
 * are words for names that mean the same everywhere; any other is shown as it is, and the whole name stands beside the words in any case.
 */
export function scopeWords(scope: string, api: string): Markup {
  if (allOfIt.has(scope.toLowerCase())) return html`Do in ${name(api)} whatever you may do`;
  const { thing, action } = /^(?:(?<thing>.+?)\.)?(?<action>[a-z]+)(?:\.All)?$/i.exec(scope)?.groups ?? {};
  const verb = verbs.get((action ?? '').toLowerCase());
  if (verb === undefined) return html`Use ${name(scope)} of ${name(api)} in your name`;
  return html`${verb} ${thing === undefined ? 'data' : name(thing)} in ${name(api)}, in your name`;
}
