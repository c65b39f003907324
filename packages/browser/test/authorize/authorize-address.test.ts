import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256Base64url } from '@holdfast/core';
import type { Account } from '../../src/account/account.ts';
import { type AuthorizeFacts, buildAuthorizeAddress } from '../../src/authorize/authorize-address.ts';
import { readState } from '../../src/authorize/sign-in-state.ts';
import { clientId, createBench, origin, tenantId } from '../fixtures/test-authority.ts';

const ada: Account = {
  homeAccountId: `aaaa.${tenantId}`,
  localAccountId: 'aaaa',
  tenantId,
  environment: 'login.example',
  username: 'ada@contoso.example',
  idTokenClaims: { login_hint: 'an opaque hint', sid: 'a session' },
};

async function build(request: AuthorizeFacts['request'], facts: Partial<AuthorizeFacts> = {}) {
  const { settings, source } = createBench();
  const metadata = await source.metadata();
  const built = await buildAuthorizeAddress({
    kind: 'popup',
    request,
    metadata,
    settings,
    isReachable: false,
    ...facts,
  });
  const url = new URL(built.address);
  return { ...built, url, members: Object.fromEntries(url.searchParams) as Record<string, string> };
}

describe('a request for authorization', () => {
  it('goes to the authority with what real clients send', async () => {
    const { url, members, pending } = await build({ scopes: ['api://orders/read'], correlationId: 'a-call' });
    const { state, nonce, code_challenge: challenge, ...others } = members;
    assert.equal(url.origin + url.pathname, `${origin}/oauth2/v2.0/authorize`);
    assert.deepEqual(others, {
      client_id: clientId,
      scope: 'api://orders/read openid profile offline_access',
      redirect_uri: 'https://app.example/',
      'client-request-id': 'a-call',
      response_mode: 'fragment',
      client_info: '1',
      pocd: '1',
      response_type: 'code',
      code_challenge_method: 'S256',
    });
    assert.deepEqual([state, nonce], [pending.state, pending.nonce]);
    assert.equal(challenge, await sha256Base64url(pending.codeVerifier));
  });

  it('tells neither the code verifier nor a proof key', async () => {
    const { address, pending } = await build({ scopes: ['api://orders/read'] });
    assert.equal(address.includes(pending.codeVerifier), false);
    assert.equal(/req_cnf|token_type/.test(address), false);
  });

  it('has another state, nonce and code verifier each time, of 128 bits at least', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => build({})));
    for (const member of ['state', 'nonce', 'codeVerifier'] as const) {
      assert.equal(new Set(made.map(({ pending }) => pending[member])).size, 50, member);
    }
    const [{ pending }] = made as [Awaited<ReturnType<typeof build>>];
    assert.match(pending.codeVerifier, /^[\w-]{43}$/);
    assert.match(pending.nonce, /^[\w-]{22}$/);
    const { id, ...rest } = readState(pending.state) ?? { id: '' };
    assert.match(id, /^[\w-]{22}$/);
    assert.deepEqual(rest, { kind: 'popup', clientId });
  });

  it('keeps the query of the endpoint', async () => {
    const { source } = createBench();
    const metadata = { ...(await source.metadata()), authorizationEndpoint: `${origin}/authorize?policy=b2c_1` };
    const { members } = await build({}, { metadata });
    assert.deepEqual([members['policy'], members['client_id']], ['b2c_1', clientId]);
  });

  it('cannot be given another member by what the page asks for', async () => {
    const { members } = await build({ loginHint: 'ada&client_id=thief#', domainHint: 'a b' });
    assert.deepEqual(
      [members['login_hint'], members['client_id'], members['domain_hint']],
      ['ada&client_id=thief#', clientId, 'a b'],
    );
  });

  it('merges claims with what the page can do', async () => {
    const { settings } = createBench();
    const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
    const { members } = await build({ claims }, { settings: { ...settings, capabilities: ['cp1'] } });
    assert.deepEqual(JSON.parse(members['claims'] ?? ''), {
      access_token: { acrs: { essential: true, value: 'c1' }, xms_cc: { values: ['cp1'] } },
    });
  });

  it('says that it is out of reach of other windows only where that is so', async () => {
    assert.equal('pocd' in (await build({}, { isReachable: true })).members, false);
  });

  it('hints at one person in one way', async () => {
    const hints: [AuthorizeFacts['request'], object][] = [
      [{ account: ada }, { login_hint: 'an opaque hint' }],
      [{ account: ada, loginHint: 'eve@contoso.example' }, { login_hint: 'eve@contoso.example' }],
      [{ account: ada, sid: 'another session' }, { sid: 'another session' }],
      [{ account: { ...ada, idTokenClaims: {} } }, { login_hint: 'ada@contoso.example' }],
      [{ account: { ...ada, idTokenClaims: { sid: 'a session' } }, prompt: 'none' }, { sid: 'a session' }],
      [{ account: { ...ada, idTokenClaims: {}, username: '' } }, {}],
      [{ account: ada, loginHint: 'eve@contoso.example', prompt: 'select_account' }, {}],
    ];
    for (const [request, expected] of hints) {
      const { members } = await build(request);
      const { sid, login_hint } = members;
      assert.deepEqual(JSON.parse(JSON.stringify({ sid, login_hint })), expected, JSON.stringify(request));
      assert.equal(members['X-AnchorMailbox'], `Oid:aaaa@${tenantId}`);
    }
  });

  it('takes further scopes and parameters along, and none of its own is replaced by them', async () => {
    const { members, pending } = await build({
      scopes: ['api://orders/read'],
      extraScopesToConsent: ['api://mail/read', 'openid'],
      extraQueryParameters: {
        ui_locales: 'de',
        prompt: 'login',
        state: 'forged',
        redirect_uri: 'https://evil.example/',
        code_challenge: 'forged',
        response_type: 'token',
      },
    });
    assert.equal(members['scope'], 'api://orders/read api://mail/read openid profile offline_access');
    assert.deepEqual([members['ui_locales'], members['prompt']], ['de', 'login']);
    assert.deepEqual(
      [members['state'], members['redirect_uri'], members['response_type']],
      [pending.state, 'https://app.example/', 'code'],
    );
    assert.equal(members['code_challenge'], await sha256Base64url(pending.codeVerifier));
  });
});
