// waiver: a table of data, one row per defence.
import type { Mutation } from './mutation.ts';

const src = 'packages/oauth/src';
const test = 'packages/oauth/test';

const binding = `${test}/acquire/certificate-binding.test.ts`;
const revocation = `${test}/acquire/revocation.test.ts`;
const model = {
  file: `${test}/acquire/revocation-model.test.ts`,
  title: 'whatever happens in whatever order, nobody is given a token that was refused before he got it',
};

/** Defences of `@holdfast/oauth`. */
export const oauthMutations: readonly Mutation[] = [
  {
    name: 'oauth: a scheme that is not known becomes bearer',
    file: `${src}/scheme/scheme-name.ts`,
    defence: 'if (word === undefined || !names.has(word)) throw new SchemeUnknown();',
    replacement: `if (word === undefined || !names.has(word)) return 'bearer';`,
    killedBy: ['weakness W10'],
  },
  {
    name: 'oauth: any token type will do',
    file: `${src}/scheme/pop.ts`,
    defence: `if (received !== 'pop') throw`,
    replacement: 'if (received === 7) throw',
    killedBy: ['weakness W10'],
  },
  {
    name: 'oauth: the token type is compared without letter case',
    file: `${src}/scheme/pop.ts`,
    defence: `if (received !== 'pop') throw`,
    replacement: `if (String(received).toLowerCase() !== 'pop') throw`,
    killedBy: ['weakness W10'],
  },
  {
    name: 'oauth: the label of a bound token is believed',
    file: `${src}/scheme/pop.ts`,
    defence: 'checkAccessToken: (accessToken) => checkTokenBinding(accessToken, thumbprint),',
    replacement: 'checkAccessToken: async () => {},',
    killedBy: ['weakness W10'],
  },
  {
    name: 'oauth: a token that nobody signed is believed',
    file: `${src}/scheme/token-binding.ts`,
    defence: `if (typeof alg !== 'string' || alg.toLowerCase() === 'none') throw notSigned();`,
    replacement: '',
    killedBy: [{ file: `${test}/scheme/token-binding.test.ts`, title: 'what is not a signed JWT is not bound' }],
  },
  {
    name: 'oauth: tokens of two tenants share an entry',
    file: `${src}/cache/key-index.ts`,
    defence: 'get: ({ tenant, scheme, scopes }) => tenants.get(tenant)?.get(scheme)?.get(scopes),',
    replacement: 'get: ({ scheme, scopes }) => tenants.values().next().value?.get(scheme)?.get(scopes),',
    killedBy: ['catalogue 24'],
  },
  {
    name: 'oauth: tokens of two binding forms share an entry',
    file: `${src}/scheme/pop.ts`,
    defence: 'cacheKeyParts: [form, key.thumbprint],',
    replacement: 'cacheKeyParts: [key.thumbprint],',
    killedBy: ['catalogue 24'],
  },
  {
    name: 'oauth: who asks with claims is given an answer that was asked for without',
    file: `${src}/acquire/shared-request.ts`,
    defence: `query.claims === undefined ? '' : JSON.stringify(query.claims)`,
    replacement: `''`,
    killedBy: ['catalogue 24'],
  },
  {
    name: 'oauth: a token that was refused is given out again when no other can be had',
    file: `${src}/acquire/decide-source.ts`,
    defence: 'if (refused.has(sha256)) return',
    replacement: 'if (tokenHash === sha256) return',
    killedBy: [
      {
        file: revocation,
        title: 'not from the cache, when the request for another has failed; each caller makes a new attempt',
      },
    ],
  },
  {
    name: 'oauth: a token that was refused is kept when the issuer hands it out again',
    file: `${src}/acquire/fetch-token.ts`,
    defence: 'if (refused.has(token.sha256) || token.sha256 === query.tokenHash) {',
    replacement: 'if (token.sha256 === query.tokenHash) {',
    killedBy: [{ file: revocation, title: 'not from a store, nor is it put there' }],
  },
  {
    name: 'oauth: a token that was refused while it was on its way is given',
    file: `${src}/acquire/acquire-token.ts`,
    defence: 'if (refused.has(fetched.token.sha256)) throw new RevokedTokenRepeated();',
    replacement: '',
    killedBy: [model],
  },
  {
    name: 'oauth: only who says that a token was refused is spared it',
    file: `${src}/acquire/decide-source.ts`,
    defence: 'if (refused.has(sha256)) return',
    replacement: 'if (tokenHash === sha256) return',
    killedBy: [model],
  },
  {
    name: 'oauth: a token that was refused is taken from a store',
    file: `${src}/acquire/stored-tokens.ts`,
    defence: 'return refused.has(sha256) ? undefined : { ...token, sha256 };',
    replacement: 'return { ...token, sha256 };',
    killedBy: [{ file: revocation, title: 'not from a store, nor is it put there' }],
  },
  {
    name: 'oauth: a token is kept under what the reply says',
    file: `${src}/acquire/fetch-token.ts`,
    defence: 'cache.writeIfNewer(cacheKey, token);\n      await stored.keep',
    replacement: "cache.writeIfNewer(cacheKey + token.scopes.join(' '), token);\n      await stored.keep",
    killedBy: ['weakness W11'],
  },
  {
    name: 'oauth: the host of the token endpoint is known by its ending',
    file: `${src}/metadata/metadata-document.ts`,
    defence: 'url.origin === authority.origin || trustedOrigins.has(url.origin)',
    replacement: 'url.host.endsWith(new URL(authority.origin).host) || trustedOrigins.has(url.origin)',
    killedBy: ['catalogue 40'],
  },
  {
    name: 'oauth: anybody may be the issuer in a metadata document',
    file: `${src}/metadata/issuer-rule.ts`,
    defence: 'if (url.origin !== authority.origin && !trustedOrigins.has(url.origin)) return false;',
    replacement: '',
    killedBy: ['catalogue 40'],
  },
  {
    name: 'oauth: a tenant may hold anything',
    file: `${src}/metadata/authority.ts`,
    defence: 'const tenantPattern = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;',
    replacement: 'const tenantPattern = /./;',
    killedBy: ['catalogue 40'],
  },
  {
    name: 'oauth: an origin is known by its ending',
    file: `${src}/downstream/origins.ts`,
    defence: '!origins.has(origin)',
    replacement: '![...origins].some((one) => origin.endsWith(new URL(one).host))',
    killedBy: ['weakness W5'],
  },
  {
    name: 'oauth: an origin may be a pattern',
    file: `${src}/downstream/origins.ts`,
    defence: ` && isPlainHost(url.hostname)`,
    replacement: '',
    killedBy: ['weakness W5'],
  },
  {
    name: 'oauth: a client of somebody else may hand out weaker tokens',
    file: `${src}/downstream/exchange.ts`,
    defence: `if (scheme === 'bearer') return;`,
    replacement: `if (scheme !== 'dpop') return;`,
    killedBy: [{ file: `${test}/downstream/bound-fetch.test.ts`, title: 'a downgraded token is never sent' }],
  },
  {
    name: 'oauth: the token type of a certificate-bound token is compared without letter case',
    file: `${src}/scheme/mtls-pop.ts`,
    defence: `const word = dialect === 'rfc8705' && typeof`,
    replacement: `const word = dialect !== undefined && typeof`,
    killedBy: [{ file: binding, title: 'a reply says mtls_pop letter by letter, or it is thrown away' }],
  },
  {
    name: 'oauth: the label of a certificate-bound token is believed',
    file: `${src}/scheme/mtls-pop.ts`,
    defence: 'checkAccessToken: (accessToken) => checkCertificateBinding(accessToken, x5tS256),',
    replacement: 'checkAccessToken: async () => {},',
    killedBy: [{ file: binding, title: 'a reply that names another certificate is thrown away, and nothing is kept' }],
  },
  {
    name: 'oauth: tokens of two certificates share an entry',
    file: `${src}/scheme/mtls-pop.ts`,
    defence: `Object.freeze(['x5t#S256', dialect, x5tS256])`,
    replacement: `Object.freeze(['x5t#S256', dialect])`,
    killedBy: [
      {
        file: binding,
        title: 'a renewed certificate never finds the token of the old one; the old one still does',
      },
    ],
  },
  {
    name: 'oauth: a refusal falls back to an unbound token',
    file: `${src}/acquire/bind-certificate.ts`,
    defence: '!request.allowUnboundFallback ||',
    replacement: '',
    killedBy: [
      {
        file: binding,
        title: 'a fallback is neither for a refusal nor for a weaker reply',
      },
    ],
  },
  {
    name: 'oauth: a certificate that fails passes for none',
    file: `${src}/acquire/bind-certificate.ts`,
    defence: ` && error.certificate === 'none'`,
    replacement: '',
    killedBy: [{ file: binding, title: 'a fallback is not for a certificate that fails' }],
  },
  {
    name: 'oauth: certificates are presented to whoever the metadata names',
    file: `${src}/metadata/mtls-endpoint.ts`,
    defence: 'url.hostname === hostname || trustedOrigins.has(url.origin)',
    replacement: 'url.hostname !== undefined || trustedOrigins.has(url.origin)',
    killedBy: [
      {
        file: `${test}/metadata/mtls-endpoint.test.ts`,
        title: 'other authorities name the endpoint themselves, at their own host or one that is known',
      },
    ],
  },
  {
    name: 'oauth: a redirect is followed with the token in hand',
    file: `${src}/downstream/repeatable-request.ts`,
    defence: `redirect: 'manual', `,
    replacement: '',
    killedBy: [
      {
        file: `${test}/downstream/bound-fetch.test.ts`,
        title: 'a redirect is returned as it is, whatever the caller asks for',
      },
    ],
  },
  {
    name: 'oauth: a request goes out whose header the browser takes off',
    file: `${src}/downstream/repeatable-request.ts`,
    defence: "if (request.mode === 'no-cors')",
    replacement: 'if (false)',
    killedBy: [
      {
        file: `${test}/downstream/bound-fetch.test.ts`,
        title:
          'a request of the mode no-cors is refused: the header would be taken off, and the rest sent with cookies',
      },
    ],
  },
];
