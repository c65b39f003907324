import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { buildReqCnf, generateSigningKey, type SigningKey } from '@holdfast/core';
import { openPage, type RedeemingPage } from '../harness/redeeming-page.ts';
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
const grants = ['authorization_code', 'refresh_token'] as const;

describe('binding of tokens for users', () => {
  let running: RunningAuthority;
  let ada: RedeemingPage;
  let key: SigningKey;
  before(async () => {
    key = await generateSigningKey({ alg: 'RS256' });
    const applications = policies.map(
      (policy) =>
        `      ${policy}: { kind: public, consent: granted, tokenBinding: ${policy}, redirectUris: ["http://localhost:5173/${policy}"] }`,
    );
    running = await runAuthority({
      directory: parseDirectory(`
resources:
  api://required: { scopes: [use], tokenBinding: required }
  api://allowed: { scopes: [use] }
  api://forbidden: { scopes: [use], tokenBinding: forbidden }
  https://graph.microsoft.com: { tokenBinding: allowed }
tenants:
  contoso.example:
    applications:
${applications.join('\n')}
`),
    });
    ada = await openPage(running);
  });
  after(() => running.close());

  const named = (application: Policy): Form => {
    const { clientId, redirectUris = [] } = running.application(application);
    return { client_id: clientId, redirect_uri: redirectUris[0] };
  };
  const pop = (): Form => ({ token_type: 'pop', req_cnf: buildReqCnf('kid', key) });
  const codeFor = (application: Policy, scope: string): Promise<string> =>
    ada.code({ ...named(application), scope: `openid offline_access ${scope}` });
  /** A refresh token of the application: for an API where it gets a token, bound as it must be. */
  const refreshTokenOf = async (application: Policy): Promise<unknown> => {
    const binding = application === 'required' ? pop() : {};
    const reply = await ada.redeem(await codeFor(application, 'api://allowed/use'), {
      ...named(application),
      ...binding,
    });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply.body['refresh_token'];
  };
  const ask = async (
    grant: (typeof grants)[number],
    [application, api]: readonly [Policy, Policy],
    form: Form,
  ): Promise<Reply> => {
    const scope = `api://${api}/use`;
    return grant === 'authorization_code'
      ? ada.redeem(await codeFor(application, scope), { ...named(application), ...form })
      : ada.refresh(await refreshTokenOf(application), { ...named(application), scope, ...form });
  };
  const assertRefused = (reply: Reply, error: string, label: string): void => {
    assert.deepEqual([reply.status, reply.body['error']], [400, error], label);
    for (const name of ['access_token', 'token_type', 'refresh_token', 'id_token']) {
      assert.equal(name in reply.body, false, label);
    }
  };

  for (const grant of grants) {
    it(`obeys both policies: ${grant} × application × API`, async () => {
      for (const application of policies) {
        for (const api of policies) {
          const label = `${grant}, application ${application}, API ${api}`;
          const words = [application, api];
          const unbound = await ask(grant, [application, api], {});
          if (words.includes('required')) assertRefused(unbound, 'invalid_request', label);
          else {
            assert.equal(unbound.body['token_type'], 'Bearer', label);
            assert.equal('cnf' in claimsOf(unbound), false, label);
          }
          const bound = await ask(grant, [application, api], pop());
          if (words.includes('forbidden')) assertRefused(bound, 'unauthorized_client', label);
          else {
            assert.equal(bound.body['token_type'], 'pop', label);
            assert.deepEqual(claimsOf(bound)['cnf'], { kid: key.thumbprint }, label);
          }
        }
      }
    });

    it(`never answers a half or unknown wish with a Bearer token: ${grant}`, async () => {
      const cnf = buildReqCnf('kid', key);
      for (const wish of [
        { req_cnf: cnf },
        { req_cnf: '' },
        { token_type: 'pop' },
        { token_type: '' },
        { token_type: 'PoP', req_cnf: cnf },
        { token_type: 'Bearer', req_cnf: cnf },
        { token_type: 'dpop' },
        { token_type: 'mtls_pop' },
        { token_type: 'ssh-cert', req_cnf: cnf },
        { token_type: 'pop', req_cnf: 'e30' },
        { Token_Type: 'pop' },
        { 'req-cnf': cnf },
      ]) {
        assertRefused(await ask(grant, ['allowed', 'allowed'], wish), 'invalid_request', JSON.stringify(wish));
      }
    });

    it(`refuses a DPoP proof and a wish in the query: ${grant}`, async () => {
      const token = await refreshTokenOf('allowed');
      const proof = await ada.refresh(token, named('allowed'), { dpop: 'eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.AA' });
      assert.equal(codeOf(proof), 9900204);
      const body = new URLSearchParams({ grant_type: grant, code: 'x', refresh_token: String(token) }).toString();
      const path = `/${running.tenantId}/oauth2/v2.0/token?token_type=pop`;
      assert.equal(codeOf(await running.post(path, body)), 9900205);
    });
  }

  it('gives an application that must hold its keys no unbound token for a sign-in alone either', async () => {
    const code = await ada.code({ ...named('required'), scope: 'openid profile offline_access' });
    assertRefused(await ada.redeem(code, named('required')), 'invalid_request', 'openid only');
    const token = await refreshTokenOf('required');
    for (const scope of ['openid', 'openid profile offline_access', 'api://allowed/.default', 'User.Read']) {
      const reply = await ada.refresh(token, { ...named('required'), scope });
      assert.equal(reply.status, 400, scope);
      assert.equal('access_token' in reply.body, false, scope);
    }
  });

  it('binds every token to the key of its own request, not to that of the one before', async () => {
    const first = await ask('authorization_code', ['allowed', 'allowed'], pop());
    const other = await generateSigningKey({ alg: 'ES256' });
    const bound = { ...named('allowed'), token_type: 'pop', req_cnf: buildReqCnf('jwk', other) };
    const second = await ada.refresh(first.body['refresh_token'], bound);
    const { cnf } = claimsOf(second) as { readonly cnf: { readonly jwk: Readonly<Record<string, unknown>> } };
    assert.equal(cnf.jwk['kid'], other.thumbprint);
    assert.deepEqual(claimsOf(first)['cnf'], { kid: key.thumbprint });
    const third = await ada.refresh(second.body['refresh_token'], named('allowed'));
    assert.equal(third.body['token_type'], 'Bearer');
    assert.equal('cnf' in claimsOf(third), false);
  });

  it('says nothing of the key in an id_token: it is nobody else’s business', async () => {
    const reply = await ask('authorization_code', ['allowed', 'allowed'], pop());
    assert.equal('cnf' in claimsOf({ ...reply, body: { access_token: reply.body['id_token'] } }), false);
  });
});
