import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as mitsDoor from '@holdfast/mits';
import { TokenRequestRefused } from '@holdfast/node';
import { assertShowsNoSecret, canary, canarySecret, facesOf, secretsContract } from '@holdfast/testing';
import { parseMitsOptions } from '../../src/assembly/options.ts';
import { checkRequest } from '../../src/endpoint/check-request.ts';
import { createCallerFinder } from '../../src/endpoint/find-caller.ts';
import { mitsErrors } from '../../src/errors/catalog.ts';
import { findIdentity } from '../../src/identity/find-identity.ts';
import { parseFailureText } from '../../src/refresh/shared-texts.ts';
import { wordFailure } from '../../src/refresh/word-failure.ts';

const { createMits, readQuery, TokenUnavailable } = mitsDoor;
const usual = 'api-version=2020-05-01&resource=r';
const target = '/metadata/identity/oauth2/token';
const identity = {
  name: 'system',
  clientId: '11111111-2222-4333-8444-555555555555',
  objectId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
};
const caller = { name: 'orders', secret: `${canary}${canary}`, systemIdentity: identity };

/** Takes a request that has the mark in every place where it may have one. */
const sent = (part: { method?: string; target?: string; rawHeaders?: readonly string[] }) => () =>
  checkRequest({ method: 'GET', target, rawHeaders: ['secret', canary], ...part }, new Set(['localhost:1']));

/** What the authority said; what its own words may hold is for the tests of the client. */
const said = (status: number, error: string) => () => {
  throw wordFailure(new TokenRequestRefused({ status, error, errorCodes: [7000215] }));
};
const unavailable = (code: mitsDoor.TokenUnavailableCode) => () => {
  throw new TokenUnavailable(code, { cause: new Error('of the owner') });
};

secretsContract('@holdfast/mits', {
  codes: Object.keys(mitsErrors),
  exports: mitsDoor,
  provocations: {
    ERR_MITS_PATH: sent({ target: `/${canary}` }),
    ERR_MITS_METHOD: sent({ method: canary }),
    ERR_MITS_HOST: [sent({ rawHeaders: ['host', canary] }), sent({ rawHeaders: ['host', canary, 'host', canary] })],
    ERR_MITS_BROWSER: sent({ rawHeaders: ['origin', canary, `x-forwarded-${canary}`, canary] }),
    ERR_MITS_SECRET: [
      () => createCallerFinder([caller])([canary]),
      () => createCallerFinder([caller])([caller.secret, caller.secret]),
      () => createCallerFinder([caller])([]),
    ],
    ERR_MITS_QUERY: () => readQuery(`${usual}&${canary}=%zz`),
    ERR_MITS_PARAMETER_REPEATED: () => readQuery(`${usual}&${canary}=1&${canary}=2`),
    ERR_MITS_API_VERSION: () => readQuery(`api-version=${canary}&resource=r`),
    ERR_MITS_RESOURCE: () => readQuery(`api-version=2020-05-01&resource=${canary}%20${canary}`),
    ERR_MITS_CAPABILITIES: () => readQuery(`${usual}&xms_cc=${canary}%22`),
    ERR_MITS_TOKEN_HASH: () => readQuery(`${usual}&token_sha256_to_refresh=${canary}`),
    ERR_MITS_CLAIMS: () => readQuery(`${usual}&claims=${canary}`),
    ERR_MITS_IDENTITY_AMBIGUOUS: () => readQuery(`${usual}&client_id=${canary}&object_id=${canary}`),
    ERR_MITS_IDENTITY_UNKNOWN: () => findIdentity(caller, { by: 'client-id', value: canary }),
    ERR_MITS_UPSTREAM_REFUSED: [said(400, 'something_new'), said(400, 'invalid_scope')],
    ERR_MITS_UPSTREAM_CREDENTIAL: [said(401, 'something_new'), said(400, 'invalid_client')],
    ERR_MITS_UPSTREAM_THROTTLED: said(429, 'slow_down'),
    ERR_MITS_UPSTREAM_UNAVAILABLE: said(500, 'server_error'),
    ERR_MITS_UPSTREAM_REPEATED: unavailable('ERR_MITS_UPSTREAM_REPEATED'),
    ERR_MITS_BUDGET: unavailable('ERR_MITS_BUDGET'),
    ERR_MITS_STORE: [
      () => {
        throw parseFailureText(canary, 1);
      },
      () => {
        throw parseFailureText(JSON.stringify({ version: 1, code: canary }), 1);
      },
    ],
    ERR_MITS_WAIT: unavailable('ERR_MITS_WAIT'),
    ERR_MITS_CLOSED: unavailable('ERR_MITS_CLOSED'),
    ERR_MITS_INTERNAL: unavailable('ERR_MITS_INTERNAL'),
  },
});

describe('mistakes in options quote nothing', () => {
  const relyingParty = { requestToken: async () => assert.fail(), close: async () => undefined };
  const wrong: readonly object[] = [
    {},
    { relyingParty: canary },
    { relyingParty, callers: [] },
    { relyingParty, callers: [caller, { ...caller, name: 'twice' }] },
    { relyingParty, callers: [{ ...caller, secret: 'too short' }] },
    { relyingParty, callers: [{ ...caller, secret: `${canary} with a blank` }] },
    { relyingParty, callers: [{ ...caller, systemIdentity: undefined }] },
    { relyingParty, callers: [{ ...caller, systemIdentity: { ...identity, objectId: canary } }] },
    { relyingParty, callers: [{ ...caller, name: '' }] },
    { relyingParty, callers: [caller], [canary]: canary },
    { relyingParty, callers: [caller], store: canary },
    { relyingParty, callers: [caller], leaseMs: canary },
    { relyingParty, callers: [caller], waitMs: 0 },
    { relyingParty, callers: [caller], hosts: [''] },
    { relyingParty, callers: [caller], clock: canary },
  ];
  for (const [index, options] of wrong.entries()) {
    it(`row ${index}`, () => {
      assert.throws(
        () => createMits(options as mitsDoor.MitsOptions),
        (error) => {
          assert.ok(error instanceof TypeError, String(error));
          assertShowsNoSecret(error, [canarySecret]);
          return true;
        },
      );
    });
  }

  it('later changes to the options have no effect, and the service shows no secret', () => {
    const own = { ...caller, identities: [] as mitsDoor.MitsIdentity[] };
    const options = { relyingParty, callers: [own] };
    const parsed = parseMitsOptions(options);
    const mits = createMits(options);
    own.identities.push(identity);
    own.secret = 'another secret of the caller';
    assert.deepEqual(parsed.callers[0]?.identities, []);
    assert.equal(parsed.callers[0]?.secret, caller.secret);
    assert.equal(facesOf(mits).includes(canary), false);
    assert.deepEqual(mits.counts(), { served: 0, refused: 0, upstream: 0, refreshes: 0, storeFailures: 0 });
  });
});
