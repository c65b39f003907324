// waiver: a table of data, one row per defence.
import type { Mutation } from './mutation.ts';

const src = 'packages/browser/src';
const test = 'packages/browser/test';

const stored = `${test}/acquire/stored-token.test.ts`;
const acquired = `${test}/acquire/acquire-token.test.ts`;
const redeemed = `${test}/acquire/redeem-code.test.ts`;
const fetched = `${test}/downstream/bound-fetch.test.ts`;
const schemes = `${test}/catalogue/token-replies.test.ts`;
const schemeWords = `${test}/options/read-scheme.test.ts`;
const people = `${test}/acquire/same-person.test.ts`;
const plain = `${test}/acquire/plain-binding.test.ts`;
const firstLoad = `${test}/client/first-load.test.ts`;
const loaded = `${test}/asking/load-asking.test.ts`;
const msalAccounts = `${test}/msal/account-info.test.ts`;
const book = `${test}/client/account-book.test.ts`;
const grants = `${test}/token-endpoint/build-grant.test.ts`;

/** Defences of the rooms of `@holdfast/browser` that keep tokens and keys. */
export const browserTokenMutations: readonly Mutation[] = [
  {
    name: 'browser: a key that can be exported is taken from storage',
    file: `${src}/proof-keys/proof-key.ts`,
    defence: 'extractable === false && ',
    replacement: '',
    killedBy: [{ file: stored, title: 'where the key can be exported, although the token is bound to it' }],
  },
  {
    name: 'browser: the binding of a stored token is not looked at',
    file: `${src}/acquire/stored-token.ts`,
    defence: "if (claims === undefined) return refuse('binding');",
    replacement: 'if (claims === undefined) return { ...found, bindingThumbprint, signer: key?.signer };',
    killedBy: [
      { file: stored, title: 'where the token is bound to another key' },
      { file: stored, title: 'where the token is bound to nothing' },
    ],
  },
  {
    name: 'browser: a binding that could be read in two ways passes for a plain one',
    file: `${src}/acquire/plain-binding.ts`,
    defence: 'JSON.stringify(value) === text && ',
    replacement: '',
    killedBy: [{ file: plain, title: 'is not one of two members with one name' }],
  },
  {
    name: 'browser: a token that is bound to a certificate, too, passes for one that is not',
    file: `${src}/acquire/plain-binding.ts`,
    defence: ' && Object.keys(others).length === 0',
    replacement: '',
    killedBy: [{ file: plain, title: 'is not one beside a certificate' }],
  },
  {
    name: 'browser: a token that cannot be judged is removed',
    file: `${src}/acquire/stored-token.ts`,
    defence: '(await judgeBinding(accessToken, bindingThumbprint))',
    replacement: '(await judgeBinding(accessToken, bindingThumbprint).catch(() => undefined))',
    killedBy: [{ file: firstLoad, title: 'removes nothing that it cannot judge' }],
  },
  {
    name: 'browser: without the dialect that was asked for, another one signs',
    file: `${src}/downstream/sign-request.ts`,
    defence: "if (shrDialect === 'strict') return",
    replacement: 'if (true) return',
    killedBy: [{ file: firstLoad, title: 'does not sign in the strict dialect where another was asked for' }],
  },
  {
    name: 'browser: what failed to load is never tried again',
    file: `${src}/asking/load-asking.ts`,
    defence: 'loading = undefined;',
    replacement: '',
    killedBy: [{ file: loaded, title: 'that is gone is an error with a mend, for all who wait, and is tried again' }],
  },
  {
    name: 'browser: a stored token of another scheme will do',
    file: `${src}/acquire/stored-token.ts`,
    defence: "if (record === undefined || record.scheme !== scheme) return refuse('shape');",
    replacement: "if (record === undefined) return refuse('shape');",
    killedBy: [{ file: stored, title: 'where a bound record lies in the place of a bearer one' }],
  },
  {
    name: 'browser: whose a stored token is does not matter',
    file: `${src}/acquire/stored-token.ts`,
    defence: "if (!isOwn(claims, account, clientId)) return refuse('owner');",
    replacement: '',
    killedBy: [
      { file: stored, title: 'where the token is of another person' },
      { file: stored, title: 'where the token is of another application' },
    ],
  },
  {
    name: 'browser: a stored token may be issued in the future',
    file: `${src}/vault/read-token.ts`,
    defence: 'issuedAt > now + 1 || ',
    replacement: '',
    killedBy: [{ file: stored, title: 'where it says that it was issued in the future' }],
  },
  {
    name: 'browser: a session may lie in the place of another',
    file: `${src}/acquire/redeem-refresh-token.ts`,
    defence: 'if (session === undefined || sessionName(session.account) !== place.session) throw signedOut();',
    replacement: 'if (session === undefined) throw signedOut();',
    killedBy: [{ file: stored, title: 'is nobody’s where it lies in the place of another person’s' }],
  },
  {
    name: 'browser: a refresh brings back who has signed out',
    file: `${src}/acquire/redeem-refresh-token.ts`,
    defence: 'if (!(await vault.replace(place, entry, refreshToken))) throw signedOut();',
    replacement: 'await vault.signIn(place, entry);',
    killedBy: [{ file: stored, title: 'wins over a refresh that is on its way' }],
  },
  {
    name: 'browser: a frame brings back who has signed out',
    file: `${src}/acquire/redeem-code.ts`,
    defence: 'else if (!(await vault.replace(place, entry, renews.refreshToken))) throw signedOut();',
    replacement: 'else await vault.signIn(place, entry);',
    killedBy: [{ file: redeemed, title: 'does not bring back who has signed out meanwhile' }],
  },
  {
    name: 'browser: a frame may bring another person',
    file: `${src}/acquire/redeem-code.ts`,
    defence: 'if (renews !== undefined && sessionName(renews.account) !== place.session) {',
    replacement: "if (renews !== undefined && place.session === '') {",
    killedBy: [
      {
        file: redeemed,
        title: 'that brings another person brings nothing, though she is signed in, too: a person is needed',
      },
    ],
  },
  {
    name: 'browser: who leaves takes the answer to a refresh token along',
    file: `${src}/acquire/fetch-token.ts`,
    defence: 'askInTime(take, { timeoutMs })',
    replacement: 'askInTime(take, { timeoutMs, signal })',
    killedBy: [
      { file: acquired, title: 'keeps the answer to a refresh token that was sent, although the caller has gone' },
    ],
  },
  {
    name: 'browser: a token that was refused is kept in storage',
    file: `${src}/acquire/acquire-token.ts`,
    defence: 'await vault.dropToken(flight.place);',
    replacement: '',
    killedBy: [{ file: acquired, title: 'stays away when the authority cannot be reached' }],
  },
  {
    name: 'browser: a pause that the authority asked for is not kept',
    file: `${src}/acquire/fetch-token.ts`,
    defence: 'cooldowns.check(name);',
    replacement: '',
    killedBy: [{ file: acquired, title: 'is left alone for as long as it asks' }],
  },
  {
    name: 'browser: scheme and key do not name a token',
    file: `${src}/acquire/parse-request.ts`,
    defence: 'tokenName: [scheme, popKid, ...scopes.toSorted()].join(',
    replacement: 'tokenName: scopes.toSorted().join(',
    killedBy: [
      { file: schemes, title: 'a token that is bound to a key of the page is not given for ours, and not signed' },
    ],
  },
  {
    name: 'browser: a bound fetch sends whatever token it gets',
    file: `${src}/downstream/bound-fetch.ts`,
    defence: "if (scheme === 'pop' && tokenType !== 'pop') {",
    replacement: 'if (false) {',
    killedBy: [{ file: fetched, title: 'sends nothing with a token that is weaker than its scheme, whoever gave it' }],
  },
  {
    name: 'browser: a bound fetch is a bearer one unless it is told otherwise',
    file: `${src}/downstream/bound-fetch.ts`,
    defence: "readScheme(options, 'pop')",
    replacement: "readScheme(options, 'bearer')",
    killedBy: [{ file: fetched, title: 'sends a bearer token only where it was told to' }],
  },
  {
    name: 'browser: a grant follows a redirect of the token endpoint',
    file: `${src}/token-endpoint/build-grant.ts`,
    defence: "redirect: 'manual', ",
    replacement: '',
    killedBy: [
      {
        file: grants,
        title: 'is given no second chance: 307 would take the refresh token along, by a transport of the page too',
      },
    ],
  },
  {
    name: 'browser: a polluted prototype chooses the scheme',
    file: `${src}/options/read-scheme.ts`,
    defence: "Object.hasOwn(options, 'authenticationScheme') ? options.authenticationScheme : undefined",
    replacement: 'options.authenticationScheme',
    killedBy: [
      {
        file: schemeWords,
        title: 'is none that every object has inherited: a polluted prototype makes no bearer tokens',
      },
    ],
  },
  {
    name: 'browser: a refresh token may be of another person',
    file: `${src}/acquire/same-person.ts`,
    defence: "['iss', 'sub', 'tid'].every((name) => claims[name] === idTokenClaims[name])",
    replacement: 'true',
    killedBy: [
      { file: people, title: 'is thrown away where the id_token names another person' },
      { file: people, title: 'is thrown away where the id_token is of another issuer' },
    ],
  },
  {
    name: 'browser: client_info of a refresh is not compared',
    file: `${src}/acquire/redeem-refresh-token.ts`,
    defence: 'if (!isSamePerson(reply, account))',
    replacement: 'if (!isSamePerson({ ...reply, clientInfo: undefined }, account))',
    killedBy: [
      {
        file: people,
        title: 'is thrown away where client_info names another person, though the record was made to fit the rest',
      },
    ],
  },
  {
    name: 'browser: looking for nobody in particular finds the first person (msal)',
    file: `${src}/msal/account-info.ts`,
    defence: "value === undefined || value === null || value === ''",
    replacement: 'false',
    killedBy: [
      {
        file: msalAccounts,
        title:
          'finds nobody where nothing is said: what a page did not find must not become the first person who is there',
      },
    ],
  },
  {
    name: 'browser: a token that was bound goes out as a bearer token',
    file: `${src}/acquire/stored-token.ts`,
    defence: 'if (kid !== undefined || jwk !== undefined)',
    replacement: 'if (jwk !== undefined)',
    killedBy: [{ file: stored, title: 'where a token that was bound to a key lies in the place of a bearer one' }],
  },
  {
    name: 'browser: whoever is not listed leaves his tokens behind',
    file: `${src}/client/account-book.ts`,
    defence: '[people.find((one) => sessionName(one) === sessionName(meant)) ?? meant]',
    replacement: 'people.filter((one) => sessionName(one) === sessionName(meant))',
    killedBy: [{ file: book, title: 'leaves no token and no key behind where another script has spoilt the session' }],
  },
  {
    name: 'browser: whose a stored bearer token is does not matter',
    file: `${src}/acquire/stored-token.ts`,
    defence: "isOwn(claims, account, clientId) ? bare : refuse('owner')",
    replacement: 'bare',
    killedBy: [
      { file: stored, title: 'where a bearer token is of another person' },
      { file: stored, title: 'where a bearer token is of another application' },
    ],
  },
];
