// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/authority/src';
const test = (file: string, title: string): Witness => ({ file: `packages/authority/test/${file}.test.ts`, title });
const codes = (title: string): Witness => test('delegation/codes', title);
const refresh = (title: string): Witness => test('delegation/refresh-tokens', title);
const ended = (title: string): Witness => test('delegation/ended-families', title);
const races = (title: string): Witness => test('delegation/races', title);
const pages = (title: string): Witness => test('delegation/pages', title);
const tokens = (title: string): Witness => test('delegation/delegated-tokens', title);
const claims = (title: string): Witness => test('delegation/claims', title);

/** Defences of `@holdfast/authority` around codes, refresh tokens and the tokens of users. */
export const delegationMutations: readonly Mutation[] = [
  {
    name: 'authority: a code can be redeemed again and again',
    file: `${src}/codes/authorization-codes.ts`,
    defence: 'codes.write(key, { familyId, issuedAt, request: undefined });',
    replacement: '',
    killedBy: [
      codes('works once: the second time ends everything that came of the first'),
      codes('of two at once gives one tokens at most, and those are revoked'),
    ],
  },
  {
    name: 'authority: a code lives for ever',
    file: `${src}/codes/authorization-codes.ts`,
    defence: 'epochSeconds(clock) >= issuedAt + lifetimeSeconds',
    replacement: 'epochSeconds(clock) < 0',
    killedBy: [codes('is refused for a code that nobody made, and for one that has expired')],
  },
  {
    name: 'authority: a code that is shown again takes nothing back',
    file: `${src}/grants/authorization-code.ts`,
    defence: `if (redemption.outcome === 'used') await endFamily(issuer, redemption.familyId);`,
    replacement: '',
    killedBy: [
      codes('works once: the second time ends everything that came of the first'),
      races('the code is shown again: nobody gets anything'),
    ],
  },
  {
    name: 'authority: the code of another application is taken (code injection)',
    file: `${src}/grants/authorization-code.ts`,
    defence: `if (request.application !== application) throw new TokenRefused('grantOfAnother');`,
    replacement: '',
    killedBy: [codes('refuses the code of another application, and burns it (code injection)')],
  },
  {
    name: 'authority: a code is redeemed for another redirect address',
    file: `${src}/grants/authorization-code.ts`,
    defence: `if (request.redirectUri !== getParameter(form, 'redirect_uri')) throw new TokenRefused('redirectMismatch');`,
    replacement: '',
    killedBy: [codes('takes the very redirect address of the request (RFC 6749 section 4.1.3)')],
  },
  {
    name: 'authority: a verifier that is left out proves enough',
    file: `${src}/grants/authorization-code.ts`,
    defence: 'verifier === undefined || !matchCodeChallenge(challenge, verifier)',
    replacement: 'verifier !== undefined && !matchCodeChallenge(challenge, verifier)',
    killedBy: [
      codes('takes the verifier of the challenge and no other, at the first attempt (RFC 7636 section 4.6)'),
      codes(
        'refuses a verifier where there was no challenge: somebody took it out on the way (RFC 9700 section 4.8.2)',
      ),
    ],
  },
  {
    name: 'authority: a challenge that was taken out on the way is not missed',
    file: `${src}/grants/authorization-code.ts`,
    defence: `if (verifier !== undefined) throw new TokenRefused('verifierUnexpected');`,
    replacement: '',
    killedBy: [
      codes(
        'refuses a verifier where there was no challenge: somebody took it out on the way (RFC 9700 section 4.8.2)',
      ),
    ],
  },
  {
    name: 'authority: a challenge is its own verifier (method plain)',
    file: `${src}/codes/code-challenge.ts`,
    defence: 'equalText(challenge, hashSecret(verifier))',
    replacement: '(equalText(challenge, hashSecret(verifier)) || challenge === verifier)',
    killedBy: [test('codes/code-challenge', 'match nothing else, the challenge itself least of all')],
  },
  {
    name: 'authority: a code gets more than the user was asked for',
    file: `${src}/grants/authorization-code.ts`,
    defence: `if (narrowed === undefined) throw new TokenRefused('scopeExceedsGrant');\n  return narrowed;`,
    replacement: 'return narrowed ?? parseScopes(directory, text ?? scopes.names.join(" "), application);',
    killedBy: [codes('gives what the sign-in asked for, or less')],
  },
  {
    name: 'authority: the code of a user who was revoked since gets tokens',
    file: `${src}/grants/authorization-code.ts`,
    defence: `if (isGrantRevoked(issuer, family)) throw new TokenRefused('grantRevoked');`,
    replacement: '',
    killedBy: [test('delegation/races', 'a code of before is refused at once, whatever it asks for')],
  },
  {
    name: 'authority: a user who was revoked renews tokens for ever',
    file: `${src}/grants/grant-revocation.ts`,
    defence: 'revocations.isRevoked({ objectId: signIn.user.objectId, issuedAt: signIn.authenticatedAt })',
    replacement: 'false',
    killedBy: [
      refresh('are refused once the user is revoked, who is well again after the next sign-in'),
      codes('refuses the sign-in of somebody who was revoked since, and of an application that was'),
    ],
  },
  {
    name: 'authority: an application that was revoked renews tokens for ever',
    file: `${src}/grants/grant-revocation.ts`,
    defence: 'revocations.isRevoked({ clientId: application.clientId, issuedAt: startedAt })',
    replacement: 'false',
    killedBy: [
      refresh('are refused once the application is revoked'),
      codes('refuses the sign-in of somebody who was revoked since, and of an application that was'),
    ],
  },
  {
    name: 'authority: whoever has the key of a device keeps its refresh token',
    file: `${src}/grants/refresh-token.ts`,
    defence: 'tokens.some((token) => issuer.revocations.isHolderRevoked(token))',
    replacement: 'tokens.some(() => false)',
    killedBy: [refresh('are refused once a key is revoked that a token of the family was bound to')],
  },
  {
    name: 'authority: a refresh token that was used ends nothing',
    file: `${src}/grants/refresh-token.ts`,
    defence: 'await endFamily(issuer, family.id);',
    replacement: '',
    killedBy: [
      refresh('end their family when one is used again, and its access tokens are told to the APIs as revoked'),
      refresh('end when another application shows them'),
    ],
  },
  {
    name: 'authority: the refresh token of another application is taken',
    file: `${src}/grants/refresh-token.ts`,
    defence: `if (!isOwn) return 'grantOfAnother';`,
    replacement: '',
    killedBy: [refresh('end when another application shows them')],
  },
  {
    name: 'authority: a refresh token gets tokens for APIs that nobody agreed to',
    file: `${src}/grants/refresh-token.ts`,
    defence: 'if (!issuer.consents.covers({ user: family.signIn.user, application, scopes })) {',
    replacement: 'if (!issuer.consents.covers({ user: family.signIn.user, application, scopes: family.scopes })) {',
    killedBy: [refresh('get none for an API that nobody agreed to, and are not used up by asking')],
  },
  {
    name: 'authority: a refresh token can be used again and again',
    file: `${src}/refresh-tokens/secret-chain.ts`,
    defence: 'last = hashSecret(successor);',
    replacement: '',
    killedBy: [
      test('refresh-tokens/secret-chain', 'yield the next one once'),
      refresh('end their family when one is used again, and its access tokens are told to the APIs as revoked'),
    ],
  },
  {
    name: 'authority: a refresh token that was used is forgiven for ever',
    file: `${src}/refresh-tokens/secret-chain.ts`,
    defence: 'epochSeconds(clock) < former.at + leewaySeconds',
    replacement: 'leewaySeconds >= 0',
    killedBy: [
      test('refresh-tokens/secret-chain', 'yield the next one once'),
      refresh('are forgiven no longer than that'),
    ],
  },
  {
    name: 'authority: a family lives as long as it is used',
    file: `${src}/refresh-tokens/token-families.ts`,
    defence: 'epochSeconds(clock) >= family.expiresAt',
    replacement: 'epochSeconds(clock) < 0',
    killedBy: [refresh('live for a day from the sign-in on, however often they are used')],
  },
  {
    name: 'authority: the access tokens of a family outlive it',
    file: `${src}/grants/end-family.ts`,
    defence: `await Promise.all(tokens.map(({ uti }) => revocations.add({ kind: 'uti', value: uti })));`,
    replacement: 'await Promise.all(tokens.map(() => revocations.isRevoked({ issuedAt: 0 })));',
    killedBy: [
      refresh('end their family when one is used again, and its access tokens are told to the APIs as revoked'),
    ],
  },
  {
    name: 'authority: tokens of a family that are not noted any more outlive it',
    file: `${src}/grants/end-family.ts`,
    defence: 'hasOthers || revocations.size',
    replacement: 'revocations.size',
    killedBy: [
      ended(
        'attack: a thief renews so often that the first tokens are not noted any more: they end with everything of the user',
      ),
    ],
  },
  {
    name: 'authority: families that end take all the room for revocations',
    file: `${src}/grants/end-family.ts`,
    defence: 'revocations.size + tokens.length > mostRevocations',
    replacement: 'revocations.size < 0',
    killedBy: [ended('attack: families that end by the thousand leave room for what an operator has to revoke')],
  },
  {
    name: 'authority: a family that ended while a token was made gives it all the same',
    file: `${src}/steps/renew-family.ts`,
    defence: `if (!isLive) throw new TokenRefused(shown === undefined ? 'codeUsed' : 'refreshTokenUsed');`,
    replacement: '',
    killedBy: [races('the code is shown again: nobody gets anything')],
  },
  {
    name: 'authority: a revocation while a token was made is not seen',
    file: `${src}/steps/renew-family.ts`,
    defence: `if (isGrantRevoked(issuer, family)) return refuse('grantRevoked', { issuer, family });`,
    replacement: '',
    killedBy: [races('the user or the application is revoked: a token that is younger than that is no way round it')],
  },
  {
    name: 'authority: of two that use one refresh token at once both get tokens',
    file: `${src}/steps/renew-family.ts`,
    defence: `return shown === undefined ? { refreshToken: undefined } : refuse('refreshTokenUsed', { issuer, family });`,
    replacement: 'return { refreshToken: undefined };',
    killedBy: [
      races(
        'the refresh token is used by somebody else: the slower one gets nothing, and the faster one keeps nothing',
      ),
    ],
  },
  {
    name: 'authority: the code of a page is redeemed by anything',
    file: `${src}/steps/check-page-origin.ts`,
    defence: `if (pageOrigin === undefined) throw new TokenRefused('originMissing');`,
    replacement: `if (pageOrigin === undefined) return { originAllowed: true };`,
    killedBy: [pages('takes the codes and refresh tokens of a public application from its own pages only')],
  },
  {
    name: 'authority: the code of a page is redeemed by every page',
    file: `${src}/steps/check-page-origin.ts`,
    defence: `if (!isOwn) throw new TokenRefused('originForeign');`,
    replacement: '',
    killedBy: [pages('takes the codes and refresh tokens of a public application from its own pages only')],
  },
  {
    name: 'authority: the beginning of an origin is enough',
    file: `${src}/steps/check-page-origin.ts`,
    defence: 'new URL(address).origin === pageOrigin',
    replacement: 'pageOrigin.startsWith(new URL(address).origin)',
    killedBy: [pages('takes the codes and refresh tokens of a public application from its own pages only')],
  },
  {
    name: 'authority: a confidential application may live in a page',
    file: `${src}/steps/check-page-origin.ts`,
    defence: `if (pageOrigin !== undefined) throw new TokenRefused('originUnexpected');`,
    replacement: '',
    killedBy: [pages('refuses the credential of a confidential application in a page, also in its own')],
  },
  {
    name: 'authority: a confidential application needs no credential where a user stands behind it',
    file: `${src}/steps/authenticate-client.ts`,
    defence: `if (application.kind === 'confidential') throw new TokenRefused('credentialAbsent');`,
    replacement: '',
    killedBy: [refresh('of a confidential application take its credential every time')],
  },
  {
    name: 'authority: an id_token has a nonce that nobody asked for',
    file: `${src}/mint/id-token-claims.ts`,
    defence: '...(nonce === undefined ? {} : { nonce }),',
    replacement: `nonce: nonce ?? '',`,
    killedBy: [tokens('carry the nonce back when there was one, and never otherwise')],
  },
  {
    name: 'authority: all parties know a user by one name',
    file: `${src}/mint/pairwise-subject.ts`,
    defence: 'JSON.stringify([sector, objectId])',
    replacement: 'objectId',
    killedBy: [
      tokens(
        'call the user by another name with every party, and always by the same (OpenID Connect Core section 8.1)',
      ),
    ],
  },
  {
    name: 'authority: an application decides which contexts the sign-in of a user met',
    file: `${src}/steps/grant-claims.ts`,
    defence: ': delegation.family.signIn.authenticationContexts;',
    replacement: ': (application.authenticationContexts ?? []);',
    killedBy: [
      claims(
        'send the person to sign in again when the sign-in does not meet a context, with the claims to do it with',
      ),
    ],
  },
  {
    name: 'authority: a refusal repeats the claims of the request',
    file: `${src}/claims/requested-claims.ts`,
    defence: `isContext(one) ? one : ''`,
    replacement: `typeof one === 'string' && !isContext('') ? one : ''`,
    killedBy: [claims('repeat nothing of the request in that answer')],
  },
  {
    name: 'authority: codes keep the bodies that they were asked for with',
    file: `${src}/forms/form.ts`,
    defence: `return Buffer.from(text, 'utf8').toString('utf8');`,
    replacement: 'return text;',
    killedBy: [test('abuse/kept-codes', 'hold nothing of a body whose other parameters nobody understands')],
  },
];
