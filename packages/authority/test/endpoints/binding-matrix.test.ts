import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import {
  buildReqCnf,
  encodeBase64url,
  encodeUtf8,
  generateSigningKey,
  parseCnf,
  type SigningKey,
} from '@holdfast/core';
import {
  claimsOf,
  codeOf,
  type Form,
  type Reply,
  type RunningAuthority,
  runAuthority,
} from '../harness/running-authority.ts';

type Policy = 'required' | 'allowed' | 'forbidden';
const policies: readonly Policy[] = ['required', 'allowed', 'forbidden'];

describe('binding of tokens to keys', () => {
  let running: RunningAuthority;
  let key: SigningKey;
  before(async () => {
    key = await generateSigningKey({ alg: 'ES256' });
    running = await runAuthority({
      directory: parseDirectory(`
resources:
  api://required: { tokenBinding: required }
  api://forbidden: { tokenBinding: forbidden }
  api://allowed: {}
tenants:
  contoso.example:
    applications:
      required: { secret: generate, tokenBinding: required }
      allowed: { secret: generate }
      forbidden: { secret: generate, tokenBinding: forbidden }
`),
    });
  });
  after(() => running.close());

  const ask = (application: Policy, api: Policy, form: Form): Promise<Reply> => {
    const { clientId, secret } = running.application(application);
    return running.token({ client_id: clientId, client_secret: secret, scope: `api://${api}/.default`, ...form });
  };
  const encode = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)));
  const assertRefused = (reply: Reply, error: string, label: string): void => {
    assert.equal(reply.status, 400, label);
    assert.equal(reply.body['error'], error, label);
    assert.equal('access_token' in reply.body, false, label);
    assert.equal('token_type' in reply.body, false, label);
  };

  it('obeys the policies of application and API, both of them', async () => {
    for (const application of policies) {
      for (const api of policies) {
        const label = `application ${application}, API ${api}`;
        const words = [application, api];
        const unbound = await ask(application, api, {});
        if (words.includes('required')) assertRefused(unbound, 'invalid_request', label);
        else {
          assert.equal(unbound.body['token_type'], 'Bearer', label);
          assert.equal('cnf' in claimsOf(unbound), false, label);
        }
        const bound = await ask(application, api, { token_type: 'pop', req_cnf: buildReqCnf('kid', key) });
        if (words.includes('forbidden')) assertRefused(bound, 'unauthorized_client', label);
        else {
          assert.equal(bound.body['token_type'], 'pop', label);
          assert.deepEqual(claimsOf(bound)['cnf'], { kid: key.thumbprint }, label);
        }
      }
    }
  });

  it('never answers a half or unknown wish with a Bearer token: token_type × req_cnf', async () => {
    const tokenTypes = [
      undefined,
      '',
      'pop',
      'PoP',
      'POP',
      ' pop',
      'Bearer',
      'mtls_pop',
      'MTLS_POP',
      'DPoP',
      'dpop',
      'ssh-cert',
      'popp',
      'N_A',
    ];
    const confirmations = [undefined, '', buildReqCnf('kid', key), buildReqCnf('jwk', key), 'e30', '!!!'];
    for (const tokenType of tokenTypes) {
      for (const [index, reqCnf] of confirmations.entries()) {
        const label = `token_type ${tokenType ?? 'absent'}, req_cnf ${index}`;
        const reply = await ask('allowed', 'allowed', { token_type: tokenType, req_cnf: reqCnf });
        if (tokenType === undefined && reqCnf === undefined) assert.equal(reply.body['token_type'], 'Bearer', label);
        else if (tokenType === 'pop' && (index === 2 || index === 3))
          assert.equal(reply.body['token_type'], 'pop', label);
        else assertRefused(reply, 'invalid_request', label);
      }
    }
  });

  it('refuses either parameter sent twice, also when both values are equal', async () => {
    const { clientId, secret } = running.application('allowed');
    const base = `grant_type=client_credentials&client_id=${clientId}&client_secret=${secret}&scope=api://allowed/.default`;
    const cnf = `req_cnf=${buildReqCnf('kid', key)}`;
    for (const rest of [
      'token_type=pop&token_type=pop',
      'token_type=pop&token_type=',
      `token_type=pop&${cnf}&${cnf}`,
      `token_type=pop&%72eq_cnf=x&${cnf}`,
    ]) {
      const reply = await running.post(`/${running.tenantId}/oauth2/v2.0/token`, `${base}&${cnf}&${rest}`);
      assertRefused(reply, 'invalid_request', rest);
      assert.equal(codeOf(reply), 9900101, rest);
    }
  });

  it('refuses a DPoP proof header instead of ignoring it (RFC 9449 section 5)', async () => {
    const reply = await running.token({}, { headers: { dpop: 'eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.AA' } });
    assertRefused(reply, 'invalid_request', 'DPoP header');
    assert.equal(codeOf(reply), 9900204);
  });

  it('refuses binding parameters in the query string instead of ignoring them (RFC 6749 section 3.2)', async () => {
    const { clientId, secret } = running.application('allowed');
    const body = `grant_type=client_credentials&client_id=${clientId}&client_secret=${secret}&scope=api://allowed/.default`;
    for (const query of ['token_type=pop', `req_cnf=${buildReqCnf('kid', key)}`, 'token_type', 'x=1&req_cnf=']) {
      const reply = await running.post(`/${running.tenantId}/oauth2/v2.0/token?${query}`, body);
      assertRefused(reply, 'invalid_request', query);
      assert.equal(codeOf(reply), 9900205, query);
    }
  });

  it('refuses binding parameters under almost their names instead of ignoring them', async () => {
    const { clientId, secret } = running.application('allowed');
    const body = `grant_type=client_credentials&client_id=${clientId}&client_secret=${secret}&scope=api://allowed/.default`;
    const cnf = buildReqCnf('kid', key);
    const pairs: readonly (readonly [string, string])[] = [
      ['Token_Type', 'Req_Cnf'],
      ['TOKEN_TYPE', 'REQ_CNF'],
      ['tokenType', 'reqCnf'],
      ['token-type', 'req-cnf'],
      ['+token_type', 'req_cnf+'],
      ['token_type%09', '%0Areq_cnf'],
      ['token_type%00', 'req_cnf%00'],
      ['token_type%5B%5D', 'req_cnf[0]'],
      ['%EF%BB%BFtoken_type', 'req_cnf%E2%80%8B'],
      ['%EF%BD%94oken_type', 'req_cn%EF%BD%86'],
      ['token%255Ftype', 'req%255Fcnf'],
      ['"token_type"', '"req_cnf"'],
      ['amp;token_type', 'amp;req_cnf'],
      // Cyrillic letters, one and several; accents, composed and not; a letter with a stroke.
      ['t%D0%BEken_type', 'req_%D1%81nf'],
      ['t%D0%BEk%D0%B5n_t%D1%83pe', 'r%D0%B5q_%D1%81nf'],
      ['t%C3%B6ken_type', 'r%C3%A9q_cnf'],
      ['to%CC%81ken_type', 'req_c%CC%81nf'],
      ['%C5%A7oken_type', 'req_%C8%BCnf'],
    ];
    const path = `/${running.tenantId}/oauth2/v2.0/token`;
    for (const [tokenType, reqCnf] of pairs) {
      for (const rest of [`${tokenType}=pop&${reqCnf}=${cnf}`, `${tokenType}=pop`, `${reqCnf}=${cnf}`]) {
        const reply = await running.post(path, `${body}&${rest}`);
        assertRefused(reply, 'invalid_request', rest);
        assert.equal(codeOf(reply), 9900206, rest);
        const inQuery = await running.post(`${path}?${rest}`, body);
        assertRefused(inQuery, 'invalid_request', `?${rest}`);
        assert.equal(codeOf(inQuery), 9900205, rest);
      }
    }
    const foreign = '%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C=x&%E8%AB%8B%E6%B1%82%E7%A2%BA%E8%AA%8D%E9%8D%B5=x';
    const others = `token_type_hint=pop&token=x&req_ds_cnf=x&cnf_type=x&response_type=code&amp;x=y&${foreign}`;
    assert.equal((await running.post(path, `${body}&${others}`)).body['token_type'], 'Bearer');
  });

  it('says what is not there yet for certificate-bound tokens', async () => {
    assert.equal(codeOf(await ask('allowed', 'allowed', { token_type: 'mtls_pop' })), 392196);
  });

  it('takes the kid form with xms_ksl, as msal-browser sends it, into cnf.kid', async () => {
    const reply = await ask('allowed', 'allowed', {
      token_type: 'pop',
      req_cnf: encode({ kid: key.thumbprint, xms_ksl: 'sw' }),
    });
    assert.equal(reply.body['token_type'], 'pop');
    assert.deepEqual(claimsOf(reply)['cnf'], { kid: key.thumbprint });
  });

  it('takes the JWK form (AT-POP) into cnf.jwk with its kid, and core reads the same key from it (RFC 7800 section 3.2)', async () => {
    const rsa = await generateSigningKey({ alg: 'RS256' });
    for (const [jwk, kid] of [
      [{ ...rsa.jwk, kid: 'test-key-identifier', use: 'sig', alg: 'RS256' }, 'test-key-identifier'],
      [{ ...rsa.jwk, kid: undefined }, rsa.thumbprint],
    ] as const) {
      const reply = await ask('allowed', 'allowed', { token_type: 'pop', req_cnf: encode(jwk) });
      const { cnf } = claimsOf(reply) as { cnf: { jwk: Record<string, unknown> } };
      assert.equal(reply.body['token_type'], 'pop');
      assert.equal(cnf.jwk['kid'], kid);
      assert.equal((await parseCnf(cnf)).key?.thumbprint, rsa.thumbprint);
    }
  });

  it('refuses confirmations that could not be enforced, and says which rule was broken', async () => {
    const other = await generateSigningKey({ alg: 'ES256' });
    const rows: readonly (readonly [string, string, RegExp])[] = [
      ['a kid that is no thumbprint', encode({ kid: 'my-kid' }), /thumbprint/],
      ['a kid that names another key', encode({ ...key.jwk, kid: other.thumbprint }), /another key/],
      ['a private key', encode({ ...key.jwk, d: 'AAAA' }), /strong public key/],
      ['a symmetric key', encode({ kty: 'oct', k: 'AAAA' }), /strong public key/],
      ['an address of a key', encode({ jku: 'https://localhost/keys' }), /neither/],
      ['kid and jku', encode({ kid: key.thumbprint, jku: 'https://localhost/keys' }), /neither/],
      ['padding', `${encode({ kid: key.thumbprint })}=`, /base64url/],
      ['JSON itself', JSON.stringify({ kid: key.thumbprint }), /base64url/],
    ];
    for (const [label, reqCnf, words] of rows) {
      const reply = await ask('allowed', 'allowed', { token_type: 'pop', req_cnf: reqCnf });
      assertRefused(reply, 'invalid_request', label);
      assert.equal(codeOf(reply), 9900201, label);
      assert.match(String(reply.body['error_description']), words, label);
      assert.equal(JSON.stringify(reply.body).includes(reqCnf), false, label);
    }
  });

  it('says in the event what the token is bound to, and never the token', async () => {
    const reply = await ask('allowed', 'allowed', { token_type: 'pop', req_cnf: buildReqCnf('jwk', key) });
    const event = running.events.findLast(({ name }) => name === 'token.issued');
    assert.equal(event?.name === 'token.issued' && event.scheme, 'pop');
    assert.equal(event?.name === 'token.issued' && event.boundTo, key.thumbprint);
    assert.equal(event?.name === 'token.issued' && event.uti, claimsOf(reply)['uti']);
    const told = JSON.stringify(running.events);
    // Part by part: a random `uti` may well hold the letters with which every token begins.
    for (const part of String(reply.body['access_token']).split('.')) {
      assert.ok(part.length > 20);
      assert.equal(told.includes(part), false);
    }
    assert.doesNotMatch(told, /eyJ[\w-]*\./);
  });
});
