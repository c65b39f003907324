// waiver: a table of data, one row per defence.
import type { Mutation } from './mutation.ts';

const src = 'packages/oauth/src';
const test = 'packages/oauth/test';

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
    defence: `const question = encodeParts([writeCacheKey(cacheKey), wish.hasClaims ? JSON.stringify(query.claims) : '']);`,
    replacement: 'const question = encodeParts([writeCacheKey(cacheKey)]);',
    killedBy: ['catalogue 24'],
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
    file: `${src}/metadata/process-metadata.ts`,
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
    file: `${src}/downstream/bound-fetch.ts`,
    defence: `if (scheme !== 'bearer' && !isBound) throw`,
    replacement: 'if (isBound === undefined) throw',
    killedBy: [{ file: `${test}/downstream/bound-fetch.test.ts`, title: 'a downgraded token is never sent' }],
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
];
