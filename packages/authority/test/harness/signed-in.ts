import assert from 'node:assert/strict';
import { authorizeAddress, openPerson, type Person, type Shown, verifier } from './person.ts';
import type { Form, Reply, RunningAuthority } from './running-authority.ts';

/** A browser in which these people are signed in already: each pressed their button on the page. */
export async function openSignedIn(running: RunningAuthority, ...usernames: readonly string[]): Promise<Person> {
  const person = openPerson(running);
  for (const username of usernames) await signInMore(running, person, username);
  return person;
}

/** Presses the button of a test user on the page of a fresh sign-in; the session then holds one person more. */
async function signInMore(running: RunningAuthority, person: Person, username: string): Promise<void> {
  const page = await person.visit(authorizeAddress(running, { prompt: 'login' }));
  await person.press(page, username);
}

/** The code of an answer that has one. */
export function codeIn(shown: Shown): string {
  assert.ok(shown.answer, `no answer, but ${shown.status} ${titleOf(shown)}`);
  return shown.answer.get('code') ?? assert.fail(String(shown.answer.get('error_description')));
}

/** The AADSTS number and the OAuth error of an answer that refuses. */
export function refusalIn(shown: Shown): readonly [number, string] {
  assert.ok(shown.answer, `no answer, but ${shown.status} ${titleOf(shown)}`);
  const number = /^AADSTS(\d+): /.exec(shown.answer.get('error_description') ?? '')?.[1];
  assert.equal(shown.answer.get('code'), null);
  return [Number(number), shown.answer.get('error') ?? ''];
}

/** The AADSTS number on an error page, which leads nowhere. */
export function numberOn(shown: Shown): number {
  assert.equal(shown.headers.get('location'), null);
  assert.doesNotMatch(shown.text, /<form/);
  return Number(/AADSTS(\d+)/.exec(shown.text)?.[1]);
}

export function titleOf({ text }: Shown): string {
  return /<title>([^·]*?) ·/.exec(text)?.[1] ?? '';
}

/** Redeems a code as the page of `spa` would. */
export function redeem(running: RunningAuthority, code: string, changes: Form = {}): Promise<Reply> {
  const { clientId, redirectUris = [] } = running.application('spa');
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: undefined,
    scope: undefined,
    code,
    code_verifier: verifier,
    redirect_uri: redirectUris[0],
    ...changes,
  };
  return running.token(form, { headers: { origin: new URL(redirectUris[0] ?? '').origin } });
}
