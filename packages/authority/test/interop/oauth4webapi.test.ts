import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { buildReqCnf, generateSigningKey } from '@holdfast/core';
import * as oauth from 'oauth4webapi';
import { openPage, pageOrigin, type RedeemingPage } from '../harness/redeeming-page.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('oauth4webapi, as the page of a public application', () => {
  let running: RunningAuthority;
  let ada: RedeemingPage;
  let server: oauth.AuthorizationServer;
  let client: oauth.Client;
  let redirectUri: string;
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory('tenants: { contoso.example: { applications: { spa: { consent: granted } } } }'),
    });
    ada = await openPage(running);
    const { clientId, redirectUris = [] } = running.application('spa');
    client = { client_id: clientId };
    redirectUri = redirectUris[0] ?? '';
    const issuer = new URL(`${running.sts}/${running.tenantId}/v2.0`);
    const found = await oauth.discoveryRequest(issuer, fromPage());
    server = await oauth.processDiscoveryResponse(issuer, found);
  });
  after(() => running.close());

  // What a browser does for a page: it says where the request is from.
  const fromPage = () => ({
    [oauth.customFetch]: (url: string, options: object): Promise<Response> => {
      const init = options as RequestInit;
      const headers = new Headers(init.headers);
      headers.set('origin', pageOrigin);
      return running.fetch(url, { ...init, headers });
    },
  });

  interface SignedIn {
    readonly answer: URLSearchParams;
    readonly verifier: string;
    readonly nonce: string;
  }

  async function signIn(): Promise<SignedIn> {
    const [verifier, nonce, state] = [
      oauth.generateRandomCodeVerifier(),
      oauth.generateRandomNonce(),
      oauth.generateRandomState(),
    ];
    assert.ok(server.code_challenge_methods_supported?.includes('S256'));
    const address = new URL(server.authorization_endpoint ?? '');
    address.search = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile offline_access api://orders/read',
      prompt: 'none',
      nonce,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString();
    const shown = await ada.person.visit(address.href);
    // It checks `state`, and `iss` because the metadata promise it (RFC 9207).
    const answer = oauth.validateAuthResponse(server, client, shown.answer ?? new URLSearchParams(), state);
    return { answer, verifier, nonce };
  }

  async function redeem({ answer, verifier }: SignedIn, binding: Record<string, string> = {}): Promise<Response> {
    return oauth.authorizationCodeGrantRequest(server, client, oauth.None(), answer, redirectUri, verifier, {
      ...fromPage(),
      additionalParameters: binding,
    });
  }

  it('signs in, verifies the id_token, and renews', async () => {
    const signedIn = await signIn();
    const response = await redeem(signedIn);
    const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: signedIn.nonce,
      requireIdToken: true,
    });
    assert.equal(result.token_type, 'bearer');
    assert.equal(oauth.getValidatedIdTokenClaims(result)?.['preferred_username'], 'ada@contoso.example');
    await oauth.validateApplicationLevelSignature(server, response, fromPage());
    const renewal = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      result.refresh_token ?? '',
      fromPage(),
    );
    const renewed = await oauth.processRefreshTokenResponse(server, client, renewal);
    assert.equal(oauth.getValidatedIdTokenClaims(renewed)?.sub, oauth.getValidatedIdTokenClaims(result)?.sub);
    await oauth.validateApplicationLevelSignature(server, renewal, fromPage());
  });

  it('gets bound tokens under their own type, and refuses the type where it did not ask for it', async () => {
    const key = await generateSigningKey({ alg: 'RS256' });
    const binding = { token_type: 'pop', req_cnf: buildReqCnf('kid', key) };
    const signedIn = await signIn();
    const result = await oauth.processAuthorizationCodeResponse(server, client, await redeem(signedIn, binding), {
      expectedNonce: signedIn.nonce,
      recognizedTokenTypes: { pop: () => undefined },
    });
    assert.equal(result.token_type, 'pop');
    const renewed = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), result.refresh_token ?? '', {
      ...fromPage(),
      additionalParameters: binding,
    });
    const next = await oauth.processRefreshTokenResponse(server, client, renewed, {
      recognizedTokenTypes: { pop: () => undefined },
    });
    assert.equal(next.token_type, 'pop');
    assert.notEqual(next.refresh_token, result.refresh_token);
    const other = await signIn();
    await assert.rejects(
      oauth.processAuthorizationCodeResponse(server, client, await redeem(other, binding), {
        expectedNonce: other.nonce,
      }),
      oauth.UnsupportedOperationError,
    );
  });

  it('reads the refusals', async () => {
    const signedIn = await signIn();
    const wrong = { ...signedIn, verifier: oauth.generateRandomCodeVerifier() };
    await assert.rejects(
      oauth.processAuthorizationCodeResponse(server, client, await redeem(wrong), { expectedNonce: wrong.nonce }),
      (error: unknown) => error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant',
    );
  });
});
