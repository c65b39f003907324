import assert from 'node:assert/strict';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import {
  type ConfidentialClientOptions,
  createBoundFetch,
  createConfidentialClient,
  TokenTypeDowngraded,
} from '@holdfast/node';
import { createFakeClock } from '@holdfast/testing';
import { importX509, jwtVerify } from 'jose';
import { clientId, createScriptedSts, origin, tenant } from '../../../oauth/test/sts/scripted-sts.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';

const scopes = ['api://orders/.default'];

function bench(options: Partial<ConfidentialClientOptions>) {
  const clock = createFakeClock();
  const sts = createScriptedSts(clock);
  const authority = `${origin}/${tenant}`;
  const client = createConfidentialClient({ authority, clientId, transport: sts.transport, clock, ...options });
  return { client, sts, clock };
}

for (const proofKeyAlgorithm of ['ES256', 'RS256', 'PS256'] as const) {
  test(`a bound token and a proof with ${proofKeyAlgorithm}`, async () => {
    const { client, clock } = bench({ clientSecret: 's', proofKeyAlgorithm });
    const token = await client.acquireTokenForClient({
      scopes,
      authenticationScheme: 'pop',
      confirmation: 'jwk',
      resourceRequestMethod: 'GET',
      resourceRequestUri: 'https://api.example/orders',
    });
    const proof = token.authorizationHeader!.slice('PoP '.length);
    const payload = JSON.parse(Buffer.from(proof.split('.')[1]!, 'base64url').toString()) as {
      cnf: { jwk: JsonWebKey };
    };
    const key = createPublicKey({ key: payload.cnf.jwk, format: 'jwk' });
    const { protectedHeader } = await jwtVerify(proof, key, { typ: 'pop', currentDate: new Date(clock()) });
    assert.equal(protectedHeader.alg, proofKeyAlgorithm);
    assert.equal(protectedHeader.kid, token.bindingThumbprint);
    await client.close();
  });
}

test('a certificate authenticates with PS256 and SHA-256, or RS256 and SHA-1 (RFC 7523)', async () => {
  const { certificate, privateKey } = await makeCertificate();
  const cases = [
    [{ certificate, privateKey }, 'PS256', 'x5t#S256', false],
    [{ certificate, privateKey, assertionAlgorithm: 'RS256', sendX5c: true }, 'RS256', 'x5t', true],
  ] as const;
  for (const [clientCertificate, alg, reference, hasChain] of cases) {
    const { client, sts, clock } = bench({ clientCertificate });
    await client.acquireTokenForClient({ scopes });
    const { form, url } = sts.tokenRequests()[0]!;
    const { protectedHeader } = await jwtVerify(form.get('client_assertion')!, await importX509(certificate, alg), {
      audience: url.href,
      issuer: clientId,
      subject: clientId,
      currentDate: new Date(clock()),
    });
    assert.equal(typeof (protectedHeader as Record<string, unknown>)[reference], 'string');
    assert.equal('x5c' in protectedHeader, hasChain);
    assert.equal(form.has('client_secret'), false);
  }
});

test('an assertion callback is told the token endpoint', async () => {
  const seen: string[] = [];
  const { client, sts } = bench({
    clientAssertion: ({ tokenEndpoint, clientId: id }) => {
      seen.push(tokenEndpoint, id);
      return 'assertion';
    },
  });
  await client.acquireTokenForClient({ scopes });
  assert.deepEqual(seen, [`${origin}/${tenant}/oauth2/v2.0/token`, clientId]);
  assert.equal(sts.tokenRequests()[0]!.form.get('client_assertion'), 'assertion');
});

test('everything a user needs comes from this package', async () => {
  const { client, sts } = bench({ clientSecret: 's' });
  sts.behaviour = { members: { token_type: 'Bearer' } };
  await assert.rejects(client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' }), TokenTypeDowngraded);
  sts.behaviour = {};
  const requests: Request[] = [];
  const transport = async (request: Request) => {
    requests.push(request);
    return new Response('ok');
  };
  const boundFetch = createBoundFetch({ client, scopes, origins: ['https://api.example'], transport });
  assert.equal(await (await boundFetch('https://api.example/orders')).text(), 'ok');
  assert.match(requests[0]!.headers.get('authorization')!, /^PoP /);
});

test('undici is not loaded before it is needed', async () => {
  const { client } = bench({ clientSecret: 's' });
  await client.acquireTokenForClient({ scopes });
  const loaded = createRequire(import.meta.url).cache;
  assert.equal(
    Object.keys(loaded).some((path) => path.includes('node_modules/undici/')),
    false,
  );
});
