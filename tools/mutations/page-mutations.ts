// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/authority/src';
const test = (file: string, title: string): Witness => ({ file: `packages/authority/test/${file}.test.ts`, title });
const markup = (title: string): Witness => test('pages/markup', title);
const policy = (title: string): Witness => test('pages/content-policy', title);
const forged = (title: string): Witness => test('sign-out/forged-requests', title);
const leaving = (title: string): Witness => test('sign-out/sign-out', title);

const onlyIdTokens = 'attack: nothing vouches for a request but an id_token of this very sign-in';
const exactAddress = 'attack: nobody is sent to an address that is not registered letter by letter';
const oneOrigin =
  'attack: forms go here and to the origin of the redirect address, or on loopback to its host, whatever else the address holds';

/** Defences of the pages where people sign in, and of the end of a session. */
export const pageMutations: readonly Mutation[] = [
  {
    name: 'authority: text is written into pages as it is',
    file: `${src}/pages/markup.ts`,
    defence: `if (typeof piece === 'string') return escapeText(piece);`,
    replacement: `if (typeof piece === 'string') return piece;`,
    killedBy: [markup('attack: no text closes a tag, an attribute or an element')],
  },
  {
    name: 'authority: text ends the attribute that it stands in',
    file: `${src}/pages/markup.ts`,
    defence: '/[&<>"\'`\\r\\n]/g',
    replacement: '/[&<>]/g',
    killedBy: [markup('attack: no text closes a tag, an attribute or an element')],
  },
  {
    name: 'authority: letters that reorder others are shown to people',
    file: `${src}/pages/shown-text.ts`,
    defence: "return text.replaceAll(deceptive, '\\uFFFD');",
    replacement: 'return deceptive.source === "" ? "" : text;',
    killedBy: [markup('attack: nothing that reorders or hides what stands around it is left')],
  },
  {
    name: 'authority: pages load what they like',
    file: `${src}/pages/content-policy.ts`,
    defence: `"default-src 'none'",`,
    replacement: `"default-src *",`,
    killedBy: [policy('permits one style, no script, no frame and no other base')],
  },
  {
    name: 'authority: pages are shown in frames of others',
    file: `${src}/pages/content-policy.ts`,
    defence: `"frame-ancestors 'none'",`,
    replacement: '',
    killedBy: [policy('permits one style, no script, no frame and no other base')],
  },
  {
    name: 'authority: forms of pages go to any site',
    file: `${src}/pages/content-policy.ts`,
    defence: ': [origin];',
    replacement: `: [origin === '' ? origin : protocol];`,
    killedBy: [policy(oneOrigin)],
  },
  {
    name: 'authority: a host that begins like this machine is taken for it',
    file: `${src}/pages/content-policy.ts`,
    defence: `hostname === 'localhost'`,
    replacement: `hostname.startsWith('localhost')`,
    killedBy: [policy(oneOrigin)],
  },
  {
    name: 'authority: pages of any origin read the pages of people',
    file: `${src}/pages/send-page.ts`,
    defence: 'reply.removeHeader(header);',
    replacement: 'reply.hasHeader(header);',
    killedBy: [forged('attack: no page of another origin reads the answer, and the window is cut off unless pocd=1')],
  },
  {
    name: 'authority: whoever opened a window keeps hold of it',
    file: `${src}/pages/page-headers.ts`,
    defence: `...(mayKeepOpener ? {} : { 'cross-origin-opener-policy': 'same-origin' }),`,
    replacement: `...(mayKeepOpener ? {} : {}),`,
    killedBy: [forged('attack: no page of another origin reads the answer, and the window is cut off unless pocd=1')],
  },
  {
    name: 'authority: a sign-out leads to whatever begins like a registered address',
    file: `${src}/sign-out/return-address.ts`,
    defence: '.includes(uri)',
    replacement: '.some((known) => uri.startsWith(known))',
    killedBy: [forged(exactAddress)],
  },
  {
    name: 'authority: a sign-out leads to an address of another tenant',
    file: `${src}/sign-out/return-address.ts`,
    defence: 'id === one.tenantId',
    replacement: `id !== ''`,
    killedBy: [forged(exactAddress)],
  },
  {
    name: 'authority: a sign-out leads to an address of another application than the one that asks',
    file: `${src}/sign-out/return-address.ts`,
    defence: '(clientId === undefined || one.clientId === clientId.toLowerCase())',
    replacement: `clientId !== ''`,
    killedBy: [forged(exactAddress)],
  },
  {
    name: 'authority: whoever knows a user name signs that person out',
    file: `${src}/sign-out/leaving.ts`,
    defence: 'isVouchedFor: false',
    replacement: 'isVouchedFor: named.length > 0',
    killedBy: [forged(onlyIdTokens)],
  },
  {
    name: 'authority: the hint of another sign-in of the same person signs them out',
    file: `${src}/sessions/login-hint.ts`,
    defence: 'randomId()',
    replacement: "'hint'",
    killedBy: [forged(onlyIdTokens)],
  },
  {
    name: 'authority: an id_token that nobody signed signs somebody out',
    file: `${src}/sign-out/id-token-hint.ts`,
    defence: 'await verifyCompactJws(jws, { key: await importVerificationKey(key.jwk, alg) });',
    replacement:
      'if (alg === undefined) await verifyCompactJws(jws, { key: await importVerificationKey(key.jwk, alg) });',
    killedBy: [forged(onlyIdTokens)],
  },
  {
    name: 'authority: an API signs out whoever called it',
    file: `${src}/sign-out/id-token-hint.ts`,
    defence: 'return accessTokenClaims.every((claim) => claims[claim] === undefined);',
    replacement: `return accessTokenClaims.every((claim) => claims[claim] !== '');`,
    killedBy: [forged(onlyIdTokens)],
  },
  {
    name: 'authority: an id_token of another tenant vouches',
    file: `${src}/sign-out/id-token-hint.ts`,
    defence: 'iss === issuerV2(facts.origin, id)',
    replacement: `iss !== issuerV2(facts.origin, id.slice(0, 0))`,
    killedBy: [forged('attack: an id_token of another tenant vouches for nobody')],
  },
  {
    name: 'authority: an id_token of another client vouches',
    file: `${src}/sign-out/read-sign-out.ts`,
    defence: 'clientId === undefined || clientId.toLowerCase() === known?.clientId ? known : undefined',
    replacement: `clientId === '' ? undefined : known`,
    killedBy: [forged(onlyIdTokens)],
  },
  {
    name: 'authority: a form of another page signs somebody out',
    file: `${src}/sign-out/answer-sign-out.ts`,
    defence: `antiForgery.matches(parameters.get('anti_forgery'), leaving.signIns)`,
    replacement: `(antiForgery.matches(parameters.get('anti_forgery'), leaving.signIns) || parameters.size > 0)`,
    killedBy: [forged('attack: a form of another page is asked about, whatever it says was pressed')],
  },
  {
    name: 'authority: a link counts as a press of the button',
    file: `${src}/sign-out/answer-sign-out.ts`,
    defence: `request.method === 'POST' &&`,
    replacement: `request.method !== undefined &&`,
    killedBy: [forged('attack: what the page was asked about one person ends nobody else, and counts in a form only')],
  },
  {
    name: 'authority: a question about one person signs out another',
    file: `${src}/sign-out/sign-out-anti-forgery.ts`,
    defence: `leaving.map(({ sessionId }) => sessionId).join(' ')`,
    replacement: `leaving.map(({ user }) => user.tenantId)[0] ?? ''`,
    killedBy: [forged('attack: what the page was asked about one person ends nobody else, and counts in a form only')],
  },
  {
    name: 'authority: a code on its way outlives the sign-out',
    file: `${src}/sign-out/sign-out-routes.ts`,
    defence: 'codes.endSignIn(sessionId);',
    replacement: 'codes.endSignIn(sessionId.slice(1));',
    killedBy: [
      forged('attack: a code that is still on its way when somebody signs out gets no tokens any more, and others do'),
    ],
  },
  {
    name: 'authority: pages renew their tokens after a sign-out',
    file: `${src}/refresh-tokens/token-families.ts`,
    defence: `if (signIn.sessionId === sessionId && application.kind === 'public') families.remove(key);`,
    replacement: `if (signIn.sessionId === sessionId && application.kind === 'public') families.find(key);`,
    killedBy: [
      leaving('asks nobody when the application shows the id_token, and takes the refresh tokens of pages with it'),
    ],
  },
];
