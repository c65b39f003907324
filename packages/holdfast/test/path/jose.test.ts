import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import {
  calculateJwkThumbprint,
  compactVerify,
  createRemoteJWKSet,
  customFetch,
  importJWK,
  type JWK,
  jwtVerify,
} from 'jose';
import { runScript } from '../support/run-script.ts';
import { openScene, type Scene, scopes } from '../support/scene.ts';

suite('jose reads what we wrote', () => {
  let scene: Scene;
  let tenantId: string;

  before(async () => {
    scene = await openScene();
    ({ tenantId } = scene.holdfast.application('daemon'));
  });
  after(() => scene?.close());

  const address = (path: string): URL => new URL(`${scene.holdfast.ready.sts}/${tenantId}${path}`);

  test('access tokens of both versions, with the keys of the authority over TLS (RFC 7519 section 7.2)', async () => {
    const keys = createRemoteJWKSet(address('/discovery/v2.0/keys'), {
      [customFetch]: (url, { headers, signal }) => scene.transport(new Request(url, { headers, signal })),
    });
    const client = scene.client('daemon');
    const versions = [
      ['2.0', scopes, scene.holdfast.application('orders-api').clientId, address('/v2.0').href],
      ['1.0', ['https://vault.azure.net/.default'], 'https://vault.azure.net', address('/').href],
    ] as const;
    for (const [version, wanted, audience, issuer] of versions) {
      for (const authenticationScheme of ['bearer', 'pop'] as const) {
        const token = await client.acquireTokenForClient({ scopes: wanted, authenticationScheme });
        const { payload, protectedHeader } = await jwtVerify(token.accessToken, keys, {
          audience,
          issuer,
          algorithms: ['RS256'],
          typ: 'JWT',
          requiredClaims: ['exp', 'nbf', 'iat', 'tid', 'uti', 'oid'],
        });
        assert.equal(payload['ver'], version);
        assert.deepEqual(Object.keys(protectedHeader).sort(), ['alg', 'kid', 'typ', 'x5t']);
        const cnf = token.bindingThumbprint === undefined ? undefined : { kid: token.bindingThumbprint };
        assert.deepEqual(payload['cnf'], cnf);
      }
    }
  });

  test('a proof, with the key that it shows and that the token names (RFC 7638)', async () => {
    for (const proofKeyAlgorithm of ['ES256', 'RS256', 'PS256'] as const) {
      const client = scene.client('daemon', { proofKeyAlgorithm });
      const { authorizationHeader = '', bindingThumbprint } = await client.acquireTokenForClient({
        scopes,
        authenticationScheme: 'pop',
        resourceRequestMethod: 'GET',
        resourceRequestUri: 'https://api.example/orders',
      });
      const proof = authorizationHeader.slice('PoP '.length);
      const shown = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()) as { cnf: { jwk: JWK } };
      const { protectedHeader } = await compactVerify(proof, await importJWK(shown.cnf.jwk, proofKeyAlgorithm));
      assert.deepEqual({ ...protectedHeader }, { alg: proofKeyAlgorithm, typ: 'pop', kid: bindingThumbprint });
      assert.equal(await calculateJwkThumbprint(shown.cnf.jwk), bindingThumbprint);
    }
  });

  test('a program that only has NODE_EXTRA_CA_CERTS finds keys and accepts a token', async () => {
    const { accessToken } = await scene.client('daemon').acquireTokenForClient({ scopes });
    const outcome = await runScript<{ readonly tid: string }>(new URL('./jose-program.mjs', import.meta.url), {
      caFile: scene.holdfast.ready.trustFile,
      input: { issuer: address('/v2.0').href, accessToken },
    });
    assert.equal(outcome.tid, tenantId);
  });
});
