import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import {
  type AttestationRequest,
  createPossessionAttestation,
  type PossessionAttestationOptions,
} from '@holdfast/node/attestation';
import { createSoftwareKeyProvider } from '@holdfast/node/machine-key';
import { attestationProviderContract } from '@holdfast/testing';
import { startAttestingServer } from './attesting-server.ts';

const service = await startAttestingServer();
after(() => service.close());
const key = await createSoftwareKeyProvider().current();
const clientId = '11111111-2222-4333-8444-555555555555';
const { endpoint, host, transport } = service;
const request: AttestationRequest = { endpoint, key, clientId };
const open = (options: Partial<PossessionAttestationOptions> = {}) =>
  createPossessionAttestation({ isEndpointAllowed: (url) => url.host === host, transport, ...options });

attestationProviderContract('possession', () => ({
  provider: { attest: (signal) => open().attest({ ...request, signal }) },
  answer: (what) => {
    service.answer = what;
  },
}));

describe('createPossessionAttestation', () => {
  it('sends the statement of docs/attestation.md, signed by the key', async () => {
    service.answer = 'token';
    service.heard.length = 0;
    const token = await open({ clock: () => 1_700_000_000_500 }).attest(request);
    assert.equal(token.split('.').length, 3);
    const [heard] = service.heard;
    assert.equal(heard?.url, '/Attestation/attest/keyguard?api-version=2023-04-01-preview');
    assert.equal(heard.contentType, 'application/json');
    assert.deepEqual(heard.header, { typ: 'key-attestation+jwt', alg: 'PS256' });
    const { jti, ...claims } = heard.payload;
    const { kty, n, e } = key.signingKey.jwk as { kty: string; n: string; e: string };
    assert.deepEqual(claims, { aud: endpoint, iat: 1_700_000_000, jwk: { kty, n, e }, client_id: clientId });
    assert.match(String(jti), /^[\w-]{16,128}$/);
  });

  it('asks the same service with and without a slash at its end, and says no statement twice', async () => {
    service.heard.length = 0;
    await open().attest({ ...request, endpoint: `${endpoint}/` });
    await open().attest(request);
    const [one, other] = service.heard;
    assert.equal(one?.url, other?.url);
    assert.equal(one?.payload['aud'], `${endpoint}/`);
    assert.notEqual(one?.payload['jti'], other?.payload['jti']);
  });

  const sendsNothingTo = async (address: string): Promise<void> => {
    service.heard.length = 0;
    await assert.rejects(open().attest({ ...request, endpoint: address }), { code: 'ERR_ATTESTATION_ENDPOINT' });
    assert.equal(service.heard.length, 0);
  };

  it('sends nothing over plain http', () => sendsNothingTo(`http://${host}/Attestation`));

  it('sends nothing to a host that the caller does not allow', () =>
    sendsNothingTo('https://attest.example/attestation'));

  it('sends nothing to an address with credentials, a query or a fragment, or to none', async () => {
    const wrong = [
      `https://user@${host}/`,
      `https://:pass@${host}/`,
      `${endpoint}?to=elsewhere`,
      `${endpoint}?`,
      `${endpoint}#`,
    ];
    for (const address of [...wrong, 'attestation', '']) await sendsNothingTo(address);
  });

  it('takes only yes from the rule', async () => {
    const maybe = open({ isEndpointAllowed: () => 'no' as unknown as boolean });
    await assert.rejects(maybe.attest(request), { code: 'ERR_ATTESTATION_ENDPOINT' });
  });

  it('refuses a statement about another key, or about several', async () => {
    const { signingKey } = await createSoftwareKeyProvider().current();
    const wrong = [{ keys: [signingKey.jwk] }, { keys: [key.signingKey.jwk, signingKey.jwk] }, { keys: [] }, undefined];
    for (const runtime of wrong) {
      service.claims = { 'x-ms-runtime': runtime };
      await assert.rejects(open().attest(request), { message: /another key/ });
    }
    service.claims = {};
  });

  it('fails when no answer comes in time, and when nobody is there', async () => {
    service.answer = 'silence';
    await assert.rejects(open({ timeoutMs: 50 }).attest(request), { message: /no answer in time/ });
    service.answer = 'token';
    const nobody = { ...request, endpoint: 'https://localhost:1' };
    await assert.rejects(open({ isEndpointAllowed: () => true }).attest(nobody), { message: /\(no answer\)/ });
  });

  it('reads no endless reply, and no reply that is no JSON object', async () => {
    const replies = ['x'.repeat(200_000), '[]', '{"token":"a.b.c","token":"a.b.c"}'];
    for (const reply of replies) {
      const answering = open({ transport: async () => new Response(reply) });
      await assert.rejects(answering.attest(request), { code: 'ERR_ATTESTATION_FAILED' });
    }
  });

  it('follows no redirect', async () => {
    const redirecting = open({
      transport: async () => new Response(null, { status: 307, headers: { location: endpoint } }),
    });
    await assert.rejects(redirecting.attest(request), { message: /status 307/ });
  });

  it('refuses wrong options', () => {
    const wrong = [
      {},
      { isEndpointAllowed: 'localhost' },
      { timeoutMs: 0 },
      { transport: 7 },
      { clock: 7 },
      { hosts: [] },
    ];
    for (const options of wrong) {
      const merged = Object.keys(options).length === 0 ? options : { isEndpointAllowed: () => true, ...options };
      assert.throws(() => createPossessionAttestation(merged as PossessionAttestationOptions), TypeError);
    }
  });
});
