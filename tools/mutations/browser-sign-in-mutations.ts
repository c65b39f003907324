// waiver: a table of data, one row per defence.
import type { Mutation } from './mutation.ts';

const src = 'packages/browser/src';
const test = 'packages/browser/test';

const answers = `${test}/authorize/process-answer.test.ts`;
const idTokens = `${test}/id-token/validate-id-token.test.ts`;
const source = `${test}/metadata/authority-source.test.ts`;
const addresses = `${test}/authorize/authorize-address.test.ts`;
const own = {
  file: `${test}/authorize/own-address.test.ts`,
  title: 'an open redirect is not possible: no other origin',
};

/** Defences of the rooms of `@holdfast/browser` that sign people in. */
export const browserSignInMutations: readonly Mutation[] = [
  {
    name: 'browser: a forged state is taken',
    file: `${src}/authorize/process-answer.ts`,
    defence: "if (parameters.get('state') !== pending.state) throw new SignInRefused('ERR_SIGN_IN_STATE');",
    replacement: '',
    killedBy: [{ file: answers, title: 'with a forged state is refused, whatever else it says' }],
  },
  {
    name: 'browser: another authority may answer (mix-up)',
    file: `${src}/authorize/process-answer.ts`,
    defence: 'if (named === null ? namesIssuer : !isIssuer(named, issuer))',
    replacement: 'if (named === null && namesIssuer)',
    killedBy: [{ file: answers, title: 'of another authority is refused: mix-up' }],
  },
  {
    name: 'browser: an answer need not name its issuer, whatever metadata say',
    file: `${src}/authorize/process-answer.ts`,
    defence: 'if (named === null ? namesIssuer : !isIssuer(named, issuer))',
    replacement: 'if (named !== null && !isIssuer(named, issuer))',
    killedBy: [
      {
        file: answers,
        title: 'has to name its issuer where the metadata says that answers do, and may not name any elsewhere',
      },
    ],
  },
  {
    name: 'browser: a member may be there twice',
    file: `${src}/authorize/process-answer.ts`,
    defence: 'new Set(names).size < names.length',
    replacement: 'names.length > 100',
    killedBy: [{ file: answers, title: 'with a member twice is refused' }],
  },
  {
    name: 'browser: tokens in an address are passed over',
    file: `${src}/authorize/process-answer.ts`,
    defence: 'foreignMembers.some((name) => parameters.has(name))',
    replacement: 'foreignMembers.length === 0',
    killedBy: [{ file: answers, title: 'of another flow is refused: a token in an address is in everybody’s hands' }],
  },
  {
    name: 'browser: a code beside an error is taken',
    file: `${src}/authorize/process-answer.ts`,
    defence: "if (parameters.has('error')) throw",
    replacement: "if (parameters.has('error') && !parameters.has('code')) throw",
    killedBy: [{ file: answers, title: 'says no for a code beside it, too' }],
  },
  {
    name: 'browser: words of an answer get into errors',
    file: `${src}/errors/known-words.ts`,
    defence: 'return authorizeErrors.find((known) => known === word);',
    replacement: 'return word as AuthorizeError | undefined;',
    killedBy: [{ file: answers, title: 'says nothing of words that are not known' }],
  },
  {
    name: 'browser: a page may be sent anywhere after signing in',
    file: `${src}/authorize/own-address.ts`,
    defence: 'origin === own.origin && protocol === own.protocol',
    replacement: 'protocol === own.protocol',
    killedBy: [own],
  },
  {
    name: 'browser: an address that a script made is one of the page',
    file: `${src}/authorize/own-address.ts`,
    defence: 'origin === own.origin && protocol === own.protocol',
    replacement: 'origin === own.origin',
    killedBy: [own],
  },
  {
    name: 'browser: answers of any length are read',
    file: `${src}/authorize/answer-text.ts`,
    defence: ' || text.length > longestAnswer',
    replacement: '',
    killedBy: [{ file: `${test}/authorize/answer-text.test.ts`, title: 'oversized fragments are not read' }],
  },
  {
    name: 'browser: the code verifier goes along with the request (PKCE plain)',
    file: `${src}/authorize/authorize-address.ts`,
    defence: 'code_challenge: await sha256Base64url(codeVerifier)',
    replacement: 'code_challenge: codeVerifier',
    killedBy: [{ file: addresses, title: 'tells neither the code verifier nor a proof key' }],
  },
  {
    name: 'browser: an issuer is known by its beginning and end',
    file: `${src}/metadata/issuer.ts`,
    defence: 'return isGuid(tenant) && named === fillIssuer(issuer, tenant);',
    replacement: 'return named.startsWith(before) && named.endsWith(after);',
    killedBy: [
      {
        file: `${test}/metadata/issuer.test.ts`,
        title: 'where the issuer is a template, any tenant, and nothing else',
      },
    ],
  },
  {
    name: 'browser: keys are asked for at every unknown name',
    file: `${src}/metadata/authority-source.ts`,
    defence: 'const pauseMs = 30_000;',
    replacement: 'const pauseMs = 0;',
    killedBy: [
      { file: source, title: 'are asked for again for a name that is not known, but not twice in 30 seconds' },
    ],
  },
  {
    name: 'browser: keys are never asked for again',
    file: `${src}/metadata/authority-source.ts`,
    defence: 'of [dayMs, pauseMs]',
    replacement: 'of [dayMs]',
    killedBy: [{ file: idTokens, title: 'signed with a new key makes the keys be asked for once more' }],
  },
  {
    name: 'browser: the signature of an id_token is not verified',
    file: `${src}/id-token/validate-id-token.ts`,
    defence: 'const { payload } = await verifyCompactJws(jws, { key });',
    replacement: 'const { payload } = key.alg === alg ? jws : await verifyCompactJws(jws, { key });',
    killedBy: [{ file: idTokens, title: 'is refused when a letter of it was changed' }],
  },
  {
    name: 'browser: any token that the authority signs is an id_token',
    file: `${src}/id-token/validate-id-token.ts`,
    defence: "if (typ.toUpperCase() !== 'JWT') throw",
    replacement: "if (typ === '') throw",
    killedBy: [{ file: idTokens, title: 'is refused when it is another kind of token that the same key signs' }],
  },
  {
    name: 'browser: a key signs for every issuer',
    file: `${src}/id-token/validate-id-token.ts`,
    defence: 'found === undefined || fillIssuer(found.issuer ?? issuer, tenant) !== fillIssuer(issuer, tenant)',
    replacement: "found === undefined || tenant === 'x'",
    killedBy: [
      {
        file: idTokens,
        title: 'is signed by a key of its own issuer, where keys of several tenants are published together',
      },
    ],
  },
  {
    name: 'browser: an id_token may be for another application',
    file: `${src}/id-token/check-claims.ts`,
    defence: "require('aud', audiences.includes(clientId));",
    replacement: '',
    killedBy: [{ file: idTokens, title: 'is for this application, and says so' }],
  },
  {
    name: 'browser: an id_token may be issued to another application',
    file: `${src}/id-token/check-claims.ts`,
    defence: "require('azp', azp === undefined ? audiences.length === 1 : azp === clientId);",
    replacement: '',
    killedBy: [{ file: idTokens, title: 'is for this application, and says so' }],
  },
  {
    name: 'browser: an id_token may be of any issuer',
    file: `${src}/id-token/check-claims.ts`,
    defence: "require('iss', iss === fillIssuer(issuer, String(tid)));",
    replacement: '',
    killedBy: [{ file: idTokens, title: 'is of this issuer, about somebody' }],
  },
  {
    name: 'browser: an id_token may be of any tenant',
    file: `${src}/id-token/check-claims.ts`,
    defence: 'if (isGuid(tenant)) return tid === tenant;',
    replacement: 'if (isGuid(tenant)) return true;',
    killedBy: [{ file: idTokens, title: 'is of the tenant that was asked' }],
  },
  {
    name: 'browser: people without an organization sign in to `organizations`',
    file: `${src}/id-token/check-claims.ts`,
    defence: " || (tenant === 'organizations' && tid === personalTenant)",
    replacement: '',
    killedBy: [{ file: idTokens, title: 'of a person without an organization is no id_token of `organizations`' }],
  },
  {
    name: 'browser: an expired id_token counts',
    file: `${src}/id-token/check-claims.ts`,
    defence: "typeof exp !== 'number' || exp <= now - toleranceSeconds",
    replacement: "typeof exp !== 'number'",
    killedBy: [
      { file: idTokens, title: 'counts from its issue to its expiry, with five minutes for clocks that differ' },
    ],
  },
  {
    name: 'browser: a swapped nonce is taken',
    file: `${src}/id-token/check-claims.ts`,
    defence: "if (nonce !== context.nonce) throw new IdTokenRefused('ERR_ID_TOKEN_NONCE');",
    replacement: '',
    killedBy: [{ file: idTokens, title: 'repeats the nonce of this sign-in, and has none where none was sent' }],
  },
  {
    name: 'browser: two people have one name',
    file: `${src}/account/to-account.ts`,
    defence: 'const idPart = /^[\\w-]{1,128}$/;',
    replacement: 'const idPart = /^[\\w.-]{1,128}$/;',
    killedBy: [
      {
        file: `${test}/account/to-account.test.ts`,
        title: 'client_info that cannot be read is refused: it would make another account of the same person',
      },
    ],
  },
];
