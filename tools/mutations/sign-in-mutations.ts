// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/authority/src';
const test = (file: string, title: string): Witness => ({ file: `packages/authority/test/${file}.test.ts`, title });
const address = (title: string): Witness => test('authorize/redirect-address', title);
const request = (title: string): Witness => test('authorize/refused-requests', title);
const form = (title: string): Witness => test('authorize/forged-forms', title);
const silent = (title: string): Witness => test('authorize/silent', title);
const person = (title: string): Witness => test('authorize/person', title);
const password = (title: string): Witness => test('authorize/passwords', title);

const anotherBrowser = form(
  'in a browser that did not open the page is refused: without its cookie, or with another (AADSTS9900307)',
);
const anotherFlow = form(
  'with another flow is refused: made up, changed by one letter, of another tenant, of another authority (AADSTS9900306)',
);

/** Defences of the authorization endpoint, its pages and its sessions, in `@holdfast/authority`. */
export const signInMutations: readonly Mutation[] = [
  {
    name: 'authority: a redirect address may go on after the registered one',
    file: `${src}/authorize/find-client.ts`,
    defence: '!found.application.redirectUris.includes(redirectUri)',
    replacement: '!found.application.redirectUris.some((one) => redirectUri.startsWith(one))',
    killedBy: [address('with more of a query, or less is no registered one (AADSTS50011)')],
  },
  {
    name: 'authority: redirect addresses are compared as browsers understand them',
    file: `${src}/authorize/find-client.ts`,
    defence: '!found.application.redirectUris.includes(redirectUri)',
    replacement:
      '!found.application.redirectUris.some((one) => URL.canParse(redirectUri) && new URL(one).href === new URL(redirectUri).href)',
    killedBy: [
      address('with other letter case is no registered one (AADSTS50011)'),
      address('with the port that goes without saying is no registered one (AADSTS50011)'),
      address('with backslashes and blanks is no registered one (AADSTS50011)'),
    ],
  },
  {
    name: 'authority: of two client ids the first counts',
    file: `${src}/authorize/parameters.ts`,
    defence: 'if (values.has(name)) repeated.add(name);',
    replacement: 'if (values.has(name)) continue;',
    killedBy: [
      request('parameters that are there twice, in one place or in both, with the same value or with another'),
      request('what is refused before anybody knows whose it is, is shown, and leads nowhere'),
    ],
  },
  {
    name: 'authority: of a repeated parameter one value counts',
    file: `${src}/authorize/check-request.ts`,
    defence: `  if (name !== undefined) throw new TokenRefused('parameterRepeated', name);`,
    replacement: '',
    killedBy: [
      request('parameters that are there twice, in one place or in both, with the same value or with another'),
    ],
  },
  {
    name: 'authority: a public application goes without PKCE',
    file: `${src}/authorize/check-request.ts`,
    defence: `client.application.kind === 'public' || method !== undefined`,
    replacement: 'method !== undefined',
    killedBy: [request('PKCE: none, none but a method, plain by name, plain by default, and what is no SHA-256')],
  },
  {
    name: 'authority: a code challenge without a method is taken',
    file: `${src}/authorize/check-request.ts`,
    defence: `if (method !== 'S256')`,
    replacement: `if (method !== undefined && method !== 'S256')`,
    killedBy: [request('PKCE: none, none but a method, plain by name, plain by default, and what is no SHA-256')],
  },
  {
    name: 'authority: a wish for a bound code is dropped without a word',
    file: `${src}/authorize/check-request.ts`,
    defence: `  if (namesBinding) throw new TokenRefused('bindingAtSignIn');`,
    replacement: '',
    killedBy: [request('wishes for a bound code, however they are spelled: a code is bound to nothing')],
  },
  {
    name: 'authority: what only a request object says is dropped without a word',
    file: `${src}/authorize/check-request.ts`,
    defence: `  if (values.has('request')) throw new TokenRefused('requestObjectUnsupported');`,
    replacement: '',
    killedBy: [request('request objects: what only they say would be dropped')],
  },
  {
    name: 'authority: an answer does not say whose it is',
    file: `${src}/authorize/build-answer.ts`,
    defence: `    ['iss', issuerV2(origin, client.tenant.id)],`,
    replacement: '',
    killedBy: [person('signs in with a password, allows the application, and it gets tokens for the code')],
  },
  {
    name: 'authority: a POST with a password is sent on to the application',
    file: `${src}/authorize/authorize-routes.ts`,
    defence: `request.method === 'POST' ? 303 : 302`,
    replacement: '307',
    killedBy: [person('signs in with a password, allows the application, and it gets tokens for the code')],
  },
  {
    name: 'authority: pages of any origin read where a code goes',
    file: `${src}/authorize/authorize-routes.ts`,
    defence: `    closeToOtherOrigins(reply)
      // See Other`,
    replacement: `    reply
      // See Other`,
    killedBy: [
      person('is asked once: the second time the session and the consent answer, with a redirect and no page'),
    ],
  },
  {
    name: 'authority: forms of other sites are taken',
    file: `${src}/authorize/open-interaction.ts`,
    defence: `  if (!isFromOwnPage(from.headers, from.origin)) throw new TokenRefused('formForeign');`,
    replacement: '',
    killedBy: [form('of another site is refused, and one that says nothing of where it is from (AADSTS9900305)')],
  },
  {
    name: 'authority: a form that says nothing of where it is from is ours',
    file: `${src}/authorize/own-page.ts`,
    defence: 'site === undefined ? headers.origin === origin',
    replacement: 'site === undefined ? (headers.origin ?? origin) === origin',
    killedBy: [form('of another site is refused, and one that says nothing of where it is from (AADSTS9900305)')],
  },
  {
    name: 'authority: another application of the same site is this origin',
    file: `${src}/authorize/own-page.ts`,
    defence: `site === 'same-origin'`,
    replacement: `site.startsWith('same-')`,
    killedBy: [form('of another site is refused, and one that says nothing of where it is from (AADSTS9900305)')],
  },
  {
    name: 'authority: the anti-forgery value is not compared',
    file: `${src}/authorize/open-interaction.ts`,
    defence: '|| !antiForgery.verify({ flow: form.flow, secret, field: form.antiForgery })',
    replacement: '',
    killedBy: [
      anotherBrowser,
      form('with another anti-forgery value is refused: none, a changed one, that of another page (AADSTS9900307)'),
    ],
  },
  {
    name: 'authority: the anti-forgery value is good in every browser',
    file: `${src}/authorize/anti-forgery.ts`,
    defence: `.update(secret, 'utf8')`,
    replacement: '',
    killedBy: [anotherBrowser],
  },
  {
    name: 'authority: the anti-forgery value is good for every interaction',
    file: `${src}/authorize/anti-forgery.ts`,
    defence: `.update(flow, 'utf8')`,
    replacement: '',
    killedBy: [
      form('with another anti-forgery value is refused: none, a changed one, that of another page (AADSTS9900307)'),
    ],
  },
  {
    name: 'authority: forms of other sites carry the cookie of an interaction',
    file: `${src}/authorize/anti-forgery.ts`,
    defence: `sameSite: 'Strict'`,
    replacement: `sameSite: 'None'`,
    killedBy: [form('and its cookies stay with this host, out of scripts, and the one of the form on this site')],
  },
  {
    name: 'authority: every interaction leaves another cookie',
    file: `${src}/authorize/anti-forgery.ts`,
    defence: 'turn = (turn + 1) % places;',
    replacement: 'turn = turn + 1;',
    killedBy: [form('and its cookies stay with this host, out of scripts, and the one of the form on this site')],
  },
  {
    name: 'authority: a page may stay open for ever',
    file: `${src}/authorize/open-interaction.ts`,
    defence: ' || from.at >= flow.expiresAt',
    replacement: '',
    killedBy: [form('that was open for ten minutes is refused, however often it was sent in between (AADSTS9900306)')],
  },
  {
    name: 'authority: each wrong password makes the page new',
    file: `${src}/authorize/carry-out.ts`,
    defence: 'expiresAt: interaction?.flow.expiresAt ?? at + interactionSeconds * 1000',
    replacement: 'expiresAt: at + interactionSeconds * 1000',
    killedBy: [form('that was open for ten minutes is refused, however often it was sent in between (AADSTS9900306)')],
  },
  {
    name: 'authority: an interaction of one tenant goes on in another',
    file: `${src}/authorize/open-interaction.ts`,
    defence: ' || flow.tenantName !== from.tenantName',
    replacement: '',
    killedBy: [anotherFlow],
  },
  {
    name: 'authority: what a page carries is encrypted, and may be changed',
    file: `${src}/authorize/flow-seal.ts`,
    defence: 'Buffer.concat([opened, decipher.final()])',
    replacement: 'opened',
    killedBy: [anotherFlow],
  },
  {
    name: 'authority: what stands beside the seal counts',
    file: `${src}/authorize/authorize.ts`,
    defence: '      person === undefined\n        ? parse',
    replacement: "      person === undefined || query !== ''\n        ? parse",
    killedBy: [form('carries nothing that counts beside what was sealed: not in the address, and not in the body')],
  },
  {
    name: 'authority: whoever is signed in by now consents',
    file: `${src}/authorize/apply-act.ts`,
    defence: ` || facts.progress.sessionId !== choice.signIn.sessionId`,
    replacement: '',
    killedBy: [form('of a sign-in page accepts for nobody: consent is for the account that the page named')],
  },
  {
    name: 'authority: the session that was there before goes on under its old cookie',
    file: `${src}/sessions/sessions.ts`,
    defence: '    if (formerKey !== undefined) sessions.remove(formerKey);',
    replacement: '    if (formerKey !== undefined && signIns.length > 0) sessions.write(formerKey, { signIns });',
    killedBy: [
      form('signs in under a cookie of its own: one that was there before opens nothing, nor does it open the new one'),
    ],
  },
  {
    name: 'authority: a session outlives the revocation of its user',
    file: `${src}/sessions/sign-in-times.ts`,
    defence: 'revocations.find({ objectId: user.objectId, issuedAt: authenticatedAt }) === undefined',
    replacement: 'user.objectId.length > 0',
    killedBy: [
      person('whose sign-ins were revoked signs in again, in that very second too'),
      test(
        'sessions/sessions',
        'end for who is revoked; who signs in afterwards is in, within the same second and after a clock was set back',
      ),
    ],
  },
  {
    name: 'authority: a revocation misses who signed in a moment ago',
    file: `${src}/sessions/sign-in-times.ts`,
    defence: 'revocations.noteIssued(authenticatedAt);',
    replacement: '',
    killedBy: [
      test(
        'sessions/sessions',
        'attack: who signs in between two revocations of one second, or before a clock is set back, is revoked as well',
      ),
    ],
  },
  {
    name: 'authority: the host of a redirect address writes into the policy of pages',
    file: `${src}/directory/redirect-uri.ts`,
    defence: '!host.test(hostname)',
    replacement: 'host.test("")',
    killedBy: [
      test(
        'directory/redirect-uri',
        'has no fragment, no user information, no other scheme, and nothing that two readers could read differently',
      ),
    ],
  },
  {
    name: 'authority: of two session cookies the first counts',
    file: `${src}/sessions/cookies.ts`,
    defence: 'values.length === 1 ? values[0] : undefined',
    replacement: 'values[0]',
    killedBy: [silent('with a session that opens nothing, or is there twice, is the same')],
  },
  {
    name: 'authority: scripts read the cookies of sign-in',
    file: `${src}/sessions/cookies.ts`,
    defence: ' HttpOnly;',
    replacement: '',
    killedBy: [form('and its cookies stay with this host, out of scripts, and the one of the form on this site')],
  },
  {
    name: 'authority: nobody is held back',
    file: `${src}/authorize/sign-in-person.ts`,
    defence: `    if (throttle.isHeldBack(username)) return { problem: 'heldBack' };`,
    replacement: '',
    killedBy: [
      password(
        'is held back after ten wrong ones, also when it is right, for a minute; then one more is free (AADSTS50053)',
      ),
      password('of a name that nobody has is held back as well, so that nobody learns which names there are'),
    ],
  },
  {
    name: 'authority: names that nobody has make room for more guesses',
    file: `${src}/sessions/password-throttle.ts`,
    defence: 'return users.get(name) ?? (strangers[place] as Failures);',
    replacement: 'return strangers[place] as Failures;',
    killedBy: [test('sessions/password-throttle', 'holds back no user for what strangers did')],
  },
  {
    name: 'authority: users of other tenants sign in',
    file: `${src}/authorize/sign-in-person.ts`,
    defence: 'user.tenantId === tenant.id && ',
    replacement: '',
    killedBy: [
      password(
        'that is wrong is told in the words for a name that nobody has, and for somebody of another tenant (AADSTS50126)',
      ),
      password('is not asked for behind the button of a test user, which nobody else can press'),
    ],
  },
  {
    name: 'authority: a silent request shows a page',
    file: `${src}/authorize/choose-sign-in.ts`,
    defence: `  if (wish.isSilent) throw new TokenRefused(isAmbiguous ? 'accountAmbiguous' : 'nobodySignedIn');`,
    replacement: '',
    killedBy: [
      silent('without a session is login_required, AADSTS50058, with the state and an error_uri that MSAL reads'),
      silent('with two people needs to know who is meant, AADSTS16000'),
    ],
  },
  {
    name: 'authority: a silent request needs no consent',
    file: `${src}/authorize/decide.ts`,
    defence: `  const isCovered = consents.covers({`,
    replacement: `  const isCovered = wish.isSilent || consents.covers({`,
    killedBy: [silent('without consent is consent_required, AADSTS65001, and never asks')],
  },
  {
    name: 'authority: a sign-in that is too old will do',
    file: `${src}/authorize/choose-sign-in.ts`,
    defence: `at / 1000 - signIn.authenticatedAt >= wish.maxAge`,
    replacement: `at < signIn.authenticatedAt`,
    killedBy: [silent('with max_age is refused when the sign-in is older, AADSTS70044')],
  },
  {
    name: 'authority: essential acrs are a wish',
    file: `${src}/authorize/choose-sign-in.ts`,
    defence: `  if (contexts === undefined || !contexts.isEssential) return true;`,
    replacement: `  if (contexts === undefined || met.length === 0) return true;`,
    killedBy: [
      silent(
        'with essential acrs that the sign-in does not meet is interaction_required, AADSTS50076, with the claims',
      ),
      person('steps up for essential acrs, once, and then meets them silently too'),
    ],
  },
];
