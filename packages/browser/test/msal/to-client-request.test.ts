import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { AuthError, AuthenticationScheme, CacheLookupPolicy, type SilentRequest } from '../../src/msal/msal.ts';
import { toSignInRequest, toTokenRequest } from '../../src/msal/to-client-request.ts';

const circumstances = { account: undefined, authority: 'https://login.example/tenant' };
const scopes = ['api://orders/read'];
const pop = {
  authenticationScheme: AuthenticationScheme.POP,
  resourceRequestMethod: 'GET',
  resourceRequestUri: 'https://api.example/orders',
};

function isAuthError(errorCode: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof AuthError);
    assert.deepEqual([error.name, error.errorCode], ['ClientConfigurationError', errorCode]);
    return true;
  };
}

suite('requests in the words of the client', () => {
  test('without a scheme it is Bearer, as in MSAL.js', () => {
    assert.equal(toTokenRequest({ scopes }, circumstances).authenticationScheme, 'Bearer');
    assert.equal(toTokenRequest({ scopes, ...pop }, circumstances).authenticationScheme, 'pop');
  });

  for (const word of ['POP', 'PoP', 'Pop', 'bearer', 'DPoP', 'ssh-cert', '', 'none', null, 0, {}]) {
    test(`the scheme ${JSON.stringify(word)} is refused, and never becomes Bearer`, () => {
      const request = { ...pop, scopes, authenticationScheme: word } as never as SilentRequest;
      assert.throws(() => toTokenRequest(request, circumstances), isAuthError('unsupported_authentication_scheme'));
      assert.throws(() => toSignInRequest(request, circumstances), isAuthError('unsupported_authentication_scheme'));
    });
  }

  for (const name of ['resourceRequestMethod', 'resourceRequestUri'] as const) {
    test(`a signed request that covers no request is refused: without ${name} it would be good for any`, () => {
      for (const nothing of [undefined, '']) {
        const request = { ...pop, scopes, [name]: nothing };
        assert.throws(() => toTokenRequest(request, circumstances), isAuthError('pop_missing_resource_context'));
        assert.throws(() => toSignInRequest(request, circumstances), isAuthError('pop_missing_resource_context'));
      }
    });
  }

  test('a key of the page signs itself, so no request has to be named', () => {
    const popKid = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
    const request = { scopes, authenticationScheme: AuthenticationScheme.POP, popKid };
    assert.equal(toTokenRequest(request, circumstances).popKid, popKid);
  });

  test('every policy says what may be asked', () => {
    const sourcesOf = (cacheLookupPolicy?: CacheLookupPolicy): unknown =>
      toTokenRequest({ scopes, cacheLookupPolicy }, circumstances).silentSources?.join();
    assert.deepEqual(
      Object.values(CacheLookupPolicy).map((policy) => sourcesOf(policy)),
      ['cache,refresh-token,frame', 'cache', 'cache,refresh-token', 'refresh-token', 'refresh-token,frame', 'frame'],
    );
    assert.equal(sourcesOf(), 'cache,refresh-token,frame');
    assert.throws(() => sourcesOf(6 as never), isAuthError('invalid_cache_lookup_policy'));
  });

  test('the configured authority may be named again, and no other', () => {
    for (const authority of ['https://login.example/tenant', 'https://LOGIN.example/tenant/']) {
      assert.doesNotThrow(() => toTokenRequest({ scopes, authority }, circumstances));
    }
    const other = { scopes, authority: 'https://login.example/other' };
    assert.throws(() => toTokenRequest(other, circumstances), isAuthError('authority_mismatch'));
  });

  test('what is empty is not there, as in MSAL.js', () => {
    for (const claims of ['', ' ', '{}', ' { } ']) {
      assert.equal(toTokenRequest({ scopes, claims }, circumstances).claims, undefined);
    }
    const { shrClaims, shrNonce } = toTokenRequest({ scopes, ...pop, shrClaims: '', shrNonce: '' }, circumstances);
    assert.deepEqual([shrClaims, shrNonce], [undefined, undefined]);
    const claims = '{"access_token":{}}';
    assert.equal(toTokenRequest({ scopes, claims }, circumstances).claims, claims);
  });

  test('what a person is shown is passed on', () => {
    const asked = {
      ...pop,
      scopes,
      prompt: 'login',
      loginHint: 'ada@contoso.example',
      sid: 'session',
      domainHint: 'contoso.example',
      extraScopesToConsent: ['api://other/read'],
      state: 'kept',
    };
    const { returnTo, extraQueryParameters, ...request } = toSignInRequest(
      {
        ...asked,
        redirectStartPage: '/orders',
        extraQueryParameters: { ui: 'dark' },
        extraParameters: { ui: 'light', region: 'eu' },
      },
      circumstances,
    );
    for (const [name, value] of Object.entries(asked)) assert.deepEqual(request[name as keyof typeof request], value);
    assert.deepEqual([returnTo, extraQueryParameters], ['/orders', { ui: 'dark', region: 'eu' }]);
  });
});
