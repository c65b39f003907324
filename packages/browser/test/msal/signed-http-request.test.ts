import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose';
import { AuthError, SignedHttpRequest } from '../../src/msal/msal.ts';

const request = { resourceRequestMethod: 'get', resourceRequestUri: 'https://api.example/Orders?b=2&a=1' };

function isAuthError(errorCode: string): (error: unknown) => boolean {
  return (error) => error instanceof AuthError && error.errorCode === errorCode;
}

async function verify(proof: string): Promise<Readonly<Record<string, unknown>>> {
  const { cnf } = decodeJwt(proof) as { readonly cnf: { readonly jwk: JWK } };
  const { alg = '' } = decodeProtectedHeader(proof);
  return (await jwtVerify(proof, await importJWK(cnf.jwk, alg))).payload;
}

suite('SignedHttpRequest', () => {
  test('signs a payload with a key of its own, in the strict form', async () => {
    const signer = new SignedHttpRequest({ ...request, shrNonce: 'n0' });
    const thumbprint = await signer.generatePublicKeyThumbprint();
    assert.match(thumbprint, /^[\w-]{43}$/);
    const proof = await verify(await signer.signRequest('a token', thumbprint, { nonce: 'n1', client_claims: '{}' }));
    const { at, m, u, p, nonce, client_claims, q } = proof;
    assert.deepEqual([at, m, u, p, nonce, client_claims], ['a token', 'GET', 'api.example', '/Orders', 'n1', '{}']);
    assert.match(JSON.stringify(q), /^\[\["b","a"\],"[\w-]{43}"\]$/);
    assert.equal((await verify(await signer.signRequest('a token', thumbprint)))['nonce'], 'n0');
  });

  test('signs as msal-browser does where that is asked for, with claims of the page', async () => {
    const signer = new SignedHttpRequest(request, { shrDialect: 'msal-browser', proofAlgorithm: 'ES256' });
    const thumbprint = await signer.generatePublicKeyThumbprint();
    const proof = await verify(await signer.signRequest('a token', thumbprint, { ts: 1, more: 'of it' }));
    assert.deepEqual([proof['p'], proof['q'], proof['ts'], proof['more']], ['/orders', [[], 'b=2&a=1'], 1, 'of it']);
    await assert.rejects(
      signer.signRequest('a token', thumbprint, { u: 'evil.example' }),
      isAuthError('shr_claim_malformed'),
    );
  });

  test('nothing that the strict form covers can be replaced, and nothing be added', async () => {
    const signer = new SignedHttpRequest(request);
    const thumbprint = await signer.generatePublicKeyThumbprint();
    for (const claims of [{ u: 'evil.example' }, { ts: 1 }, { more: 'of it' }]) {
      await assert.rejects(signer.signRequest('a token', thumbprint, claims), isAuthError('invalid_request'));
    }
  });

  test('a key that is removed, or was never there, signs nothing', async () => {
    const signer = new SignedHttpRequest(request);
    const thumbprint = await signer.generatePublicKeyThumbprint();
    // Node has no storage: removing says so, and the key is gone all the same.
    await assert.rejects(signer.removeKeys(thumbprint), isAuthError('database_unavailable'));
    await assert.rejects(signer.signRequest('a token', thumbprint), isAuthError('crypto_key_not_found'));
    await assert.rejects(signer.signRequest('a token', 'A'.repeat(43)), isAuthError('crypto_key_not_found'));
  });

  test('without a request there is nothing to sign', () => {
    for (const nothing of [{ resourceRequestMethod: '' }, { resourceRequestUri: '' }]) {
      assert.throws(
        () => new SignedHttpRequest({ ...request, ...nothing }),
        isAuthError('pop_missing_resource_context'),
      );
    }
  });
});
