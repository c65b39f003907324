import { createHash } from 'node:crypto';
import { createMits, MitsRequestRefused, readQuery } from '@holdfast/mits';
import fc from 'fast-check';
import { wildText } from '../../packages/core/test/fixtures/wild-texts.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';
import { askOnce } from './ask-once.ts';

const names = [
  'api-version',
  'resource',
  'principalId',
  'object_id',
  'client_id',
  'mi_res_id',
  'xms_cc',
  'token_sha256_to_refresh',
  'claims',
  '__proto__',
  '',
];
const hash = createHash('sha256').update('token').digest('hex');
const values = [
  '2020-05-01',
  '2019-07-01-preview',
  'https://vault.azure.net',
  'cp1,cp2',
  ' cp1 ,,',
  hash,
  hash.toUpperCase(),
];
const spelt = (text: string) =>
  fc.constantFrom(
    text,
    encodeURIComponent(text),
    text.replaceAll(/./g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  );
const pair = fc.tuple(
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...names).chain(spelt) }, fc.string()),
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...values).chain(spelt) }, wildText(), fc.constant('%zz')),
  fc.constantFrom('=', '', '=='),
);
const wholeQuery = fc.tuple(fc.array(pair, { maxLength: 6 }), fc.boolean()).map(([pairs, isUsual]) => {
  const own = pairs.map(([name, value, sign]) => `${name}${sign}${value}`);
  return [...(isUsual ? ['api-version=2020-05-01', 'resource=api://orders'] : []), ...own].join('&');
});

const query = defineTarget({
  name: 'mits/query',
  shortRuns: 2000,
  arbitrary: wholeQuery,
  run: async (text) => {
    const outcome = await attempt(() => readQuery(text));
    if (!outcome.accepted) return expect(outcome.error instanceof MitsRequestRefused, 'refuses in another way');
    const { resource, capabilities, selector, tokenHash } = outcome.value;
    expect(/^[\x21-\x7e]+$/.test(resource), 'a resource that is no word');
    expect(tokenHash === undefined || /^[0-9a-f]{64}$/.test(tokenHash), 'a hash that is none');
    expect(
      capabilities.every((word) => /^[\w.-]+$/.test(word)),
      'a capability that carries something else',
    );
    expect(new Set(capabilities).size === capabilities.length, 'a capability twice');
    const decoded = new URLSearchParams(text);
    const twice = [...decoded.keys()].filter((name, index, all) => name !== '' && all.indexOf(name) !== index);
    // An empty pair has no name for anybody.
    expect(twice.length === 0, 'a name that another reader sees twice');
    expect(decoded.get('resource') === resource, 'another resource than another reader sees');
    expect(!decoded.has('claims'), 'a claims request that is not relayed');
    const isNamed = ['principalId', 'object_id', 'client_id', 'mi_res_id'].some((name) => decoded.has(name));
    expect(isNamed === (selector.by !== 'none'), 'an identity that is named for one reader only');
  },
});

const secret = 'canary-secret-of-the-caller-0123456789';
const identity = {
  name: 'system',
  clientId: '11111111-2222-4333-8444-555555555555',
  objectId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
};
let asked = 0;
const mits = createMits({
  relyingParty: {
    requestToken: async () => {
      asked += 1;
      return { accessToken: 'a.b.c', lifeSeconds: 3600, freshSeconds: 3000 };
    },
    close: async () => undefined,
  },
  callers: [{ name: 'orders', secret, systemIdentity: identity }],
});

const headerName = fc.constantFrom(
  'secret',
  'Secret',
  'SECRET',
  'host',
  'origin',
  'x-forwarded-for',
  'sec-fetch-site',
  'x-ms-client-request-id',
);
const headerValue = fc.constantFrom(secret, `${secret}x`, secret.slice(1), '', 'localhost', 'x', identity.clientId);

const request = defineTarget({
  name: 'mits/request',
  shortRuns: 400,
  arbitrary: fc.record({
    method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'HEAD', 'get'),
    path: fc.constantFrom(
      '/metadata/identity/oauth2/token',
      '/metadata/identity/oauth2/token/',
      '/metadata/identity/oauth2/token;x',
      '*',
      '',
    ),
    query: wholeQuery,
    headers: fc.array(fc.tuple(headerName, headerValue), { maxLength: 4 }),
  }),
  run: async ({ method, path, query: text, headers }) => {
    const before = asked;
    const { status, body } = await askOnce(mits.handler, {
      method,
      url: `${path}?${text}`,
      rawHeaders: headers.flat(),
    });
    const secrets = headers.filter(([name]) => name.toLowerCase() === 'secret').map(([, value]) => value);
    const isCaller = secrets.length === 1 && secrets[0] === secret;
    expect(status !== 500, 'fails at something that nobody foresaw');
    expect(status !== 200 || isCaller, 'a token without the secret');
    expect(isCaller || asked === before, 'the authority is asked for a stranger');
    checkNoSecret(body);
    expect(!body.includes(secret), 'the secret is repeated');
  },
});

/** Every target of `@holdfast/mits`. */
export const mitsTargets: readonly FuzzTarget[] = [query, request];
