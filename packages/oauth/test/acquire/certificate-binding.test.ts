import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BindingUnavailable } from '../../src/index.ts';
import { createBench, scopes } from '../sts/make-client.ts';
import { presentedHeader, thumbprints } from '../sts/scripted-credentials.ts';

const [first, second] = thumbprints;
const request = { scopes, authenticationScheme: 'mtls_pop' } as const;
const refusal = (code: number, error = 'invalid_client') => ({
  reply: { status: 401, json: { error, error_codes: [code] } },
});

test('a renewed certificate never finds the token of the old one; the old one still does', async () => {
  const { client, credentials, sts } = createBench({ certificates: true });
  const old = await client.acquireTokenForClient(request);
  credentials.current = credentials.named(second);
  const renewed = await client.acquireTokenForClient(request);
  assert.deepEqual([renewed.fromCache, renewed.bindingThumbprint], [false, second]);
  assert.notEqual(renewed.accessToken, old.accessToken);
  credentials.current = credentials.named(first);
  assert.equal((await client.acquireTokenForClient(request)).accessToken, old.accessToken);
  assert.deepEqual(
    sts.tokenRequests().map(({ headers }) => headers.get(presentedHeader)),
    [first, second],
  );
});

test('a certificate that was replaced while the call ran: once more, with the new one', async () => {
  for (const code of [700_027, 700_024, 7_000_214, 1_000_502, 7_000_274, 7_000_277, 392_200, 500_181]) {
    const { client, credentials, sts, events } = createBench({ certificates: true });
    credentials.next = credentials.named(second);
    sts.behaviour = {
      reply: () => {
        sts.behaviour = {};
        return refusal(code, code === 500_181 ? 'invalid_request' : 'invalid_client').reply;
      },
    };
    const token = await client.acquireTokenForClient({ ...request, correlationId: 'id-3' });
    assert.equal(token.bindingThumbprint, second, String(code));
    assert.equal(token.bindingCertificate?.x5tS256, second);
    assert.equal(sts.tokenRequests().length, 2);
    assert.deepEqual(
      events.find(({ name }) => name === 'certificate.retried'),
      {
        name: 'certificate.retried',
        refused: first,
        x5tS256: second,
        code: 'ERR_TOKEN_REQUEST_REFUSED',
        correlationId: 'id-3',
      },
    );
  }
});

test('once only, and only when there is another certificate by then', async () => {
  const { client, credentials, sts } = createBench({ certificates: true });
  sts.behaviour = refusal(700_027);
  await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_TOKEN_REQUEST_REFUSED' });
  assert.equal(sts.tokenRequests().length, 1, 'the same certificate is not tried again');
  assert.equal(credentials.refusals.length, 1, 'but its source has been told');
  credentials.next = credentials.named(second);
  await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_TOKEN_REQUEST_REFUSED' });
  assert.equal(sts.tokenRequests().length, 3);
});

test('what no certificate mends is not repeated', async () => {
  const cases = [
    refusal(7_000_215),
    refusal(700_016),
    refusal(500_011, 'invalid_resource'),
    { reply: { status: 503 } },
  ];
  for (const behaviour of cases) {
    const { client, credentials, sts } = createBench({ certificates: true });
    credentials.next = credentials.named(second);
    sts.behaviour = behaviour;
    await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_TOKEN_REQUEST_REFUSED' });
    assert.equal(sts.tokenRequests().length, 1);
    assert.equal(credentials.refusals.length, 0);
  }
});

test('a reply that names another certificate is thrown away, and nothing is kept', async () => {
  const { client, sts } = createBench({ certificates: true });
  sts.behaviour = { claims: { cnf: { 'x5t#S256': second } } };
  await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_TOKEN_NOT_BOUND' });
  sts.behaviour = {};
  assert.equal((await client.acquireTokenForClient(request)).fromCache, false);
});

test('a reply says mtls_pop letter by letter, or it is thrown away', async () => {
  for (const [type, received] of [
    ['MTLS_POP', 'wrong letter case'],
    ['Mtls_pop', 'wrong letter case'],
    ['Bearer', 'bearer'],
    ['pop', 'other'],
    [undefined, 'absent'],
  ] as const) {
    const { client, sts } = createBench({ certificates: true });
    sts.behaviour = { members: { token_type: type } as never };
    const refused = { code: 'ERR_TOKEN_TYPE_DOWNGRADED', requested: 'mtls_pop', received };
    await assert.rejects(client.acquireTokenForClient(request), refused, type);
    sts.behaviour = {};
    assert.equal((await client.acquireTokenForClient(request)).fromCache, false);
  }
});

test('a fallback is neither for a refusal nor for a weaker reply', async () => {
  const wish = { ...request, allowUnboundFallback: true };
  for (const [behaviour, code] of [
    [refusal(700_027), 'ERR_TOKEN_REQUEST_REFUSED'],
    [{ members: { token_type: 'Bearer' } }, 'ERR_TOKEN_TYPE_DOWNGRADED'],
    [{ claims: { cnf: undefined } }, 'ERR_TOKEN_NOT_BOUND'],
  ] as const) {
    const { client, sts } = createBench({ certificates: true });
    sts.behaviour = behaviour;
    await assert.rejects(client.acquireTokenForClient(wish), { code });
  }
  const { client, credentials } = createBench({ certificates: true });
  credentials.bind = async () => {
    throw new BindingUnavailable({ certificate: 'none' });
  };
  assert.equal((await client.acquireTokenForClient(wish)).unboundFallback, true);
  await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_BINDING_CERTIFICATE' });
});

test('a fallback is not for a certificate that fails', async () => {
  const wish = { ...request, allowUnboundFallback: true };
  const { client, credentials, sts } = createBench({ certificates: true });
  for (const failure of [new BindingUnavailable(), new BindingUnavailable({ cause: new Error('expired') })]) {
    credentials.bind = () => Promise.reject(failure);
    await assert.rejects(client.acquireTokenForClient(wish), { certificate: 'unusable' });
  }
  assert.equal(sts.transport.requests.length, 0);
});

test('words of other schemes beside mtls_pop, and its own beside others, contradict', async () => {
  const { client, sts } = createBench({ certificates: true });
  for (const wrong of [
    { ...request, confirmation: 'kid' as const },
    { ...request, resourceRequestMethod: 'GET', resourceRequestUri: 'https://api.example/' },
    { scopes, allowUnboundFallback: true },
    { scopes, authenticationScheme: 'pop', allowUnboundFallback: false },
    { ...request, protocolScheme: 'bearer' },
  ]) {
    await assert.rejects(client.acquireTokenForClient(wrong), { code: 'ERR_SCHEME_PARAMETERS' });
  }
  for (const wrong of [{ bindingCertificate: 'PEM' }, { allowUnboundFallback: 'yes' }] as object[]) {
    await assert.rejects(client.acquireTokenForClient({ ...request, ...wrong }), TypeError);
  }
  assert.equal(sts.transport.requests.length, 0);
});
