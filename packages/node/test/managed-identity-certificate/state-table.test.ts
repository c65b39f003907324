import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { FlightAborted } from '@holdfast/core';
import { createFakeClock, createGate, until } from '@holdfast/testing';
import { createSoftwareKeyProvider } from '../../src/machine-key/software-key.ts';
import { type Answer, graph, type Machine, refusal, startMachine, type TokenRequest, vault } from './machine.ts';

// Decision 0032, row by row, on real http and TLS. How long pauses are is in remediation.test.ts, on a clock that is moved.

// Nothing here is about keys, and making one takes longer than the rest.
const keyProvider = createSoftwareKeyProvider();
after(() => keyProvider.close());
const start = (clock?: () => number): Promise<Machine> => startMachine(clock, { keyProvider });

// Each row has a machine of its own, and most of its time is pauses that are really made.
const atATime = { concurrency: 8 };

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;
const claims = '{"access_token":{"nbf":{"essential":true,"value":"1893456000"}}}';
const bearer = { resource: vault } as const;

function outcomes(machine: Machine) {
  return machine.told('credential.outcome').map(({ outcome, bypassCache }) => [outcome, bypassCache]);
}

function bypasses(machine: Machine) {
  return machine.issueRequests.map(({ query }) => query.get('bypass_cache'));
}

/** Refuses the first certificates. */
function refuseFirst(times: number, answer: (request: TokenRequest) => Answer) {
  const refused = new Set<string>();
  return (request: TokenRequest): Answer | undefined => {
    if (refused.size < times) refused.add(request.x5tS256);
    return refused.has(request.x5tS256) ? answer(request) : undefined;
  };
}

const remediable: readonly (readonly [name: string, answer: Answer])[] = [
  ...[1000610, 1000611, 1000612, 1000613, 1000614].map((code) => [`AADSTS${code}`, refusal([code])] as const),
  ['the code as text', refusal(['1000613'])],
  ['the whole array as text', refusal('[1000613]')],
  [
    'a code in the description only',
    { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS1000613: no.' } },
  ],
  ['the first of two codes', refusal([1000613, 7000218])],
  ['no code at all', refusal(undefined)],
  ['an empty list of codes', refusal([])],
];

const surfaced: readonly (readonly [name: string, answer: Answer, code?: string])[] = [
  ['mTLSPop_TokenLeg_InvalidClient with AADSTS7000218, which is not about the attestation', refusal([7000218])],
  [
    'AADSTS7000218 in the description only',
    { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000218: no.' } },
  ],
  ['1000613 in the second place', refusal([7000218, 1000613])],
  ['a number beside the range', refusal([1000615])],
  ['a number below the range', refusal([1000609])],
  ['invalid_request with 1000901', refusal([1000901], 'invalid_request', 400)],
  ['invalid_request with 1000613', refusal([1000613], 'invalid_request', 400)],
  ['invalid_resource', refusal([500011], 'invalid_resource', 400)],
  ['unauthorized_client without a code', refusal(undefined, 'unauthorized_client', 400)],
  ['500 without a body', { status: 500, body: '' }],
];

for (const [kind, wanted] of [
  ['mtls_pop', bound],
  ['bearer over the certificate', bearer],
] as const) {
  suite(`${kind}: await`, atATime, () => {
    for (const [name, answer] of remediable) {
      test(`${name}: another certificate, past the cache, and the request again: Retry Succeeded`, async () => {
        const machine = await start();
        machine.script.token = refuseFirst(1, () => answer);
        const client = machine.client({ bearerOverCertificate: true });
        const token = await client.acquireToken(wanted);
        assert.ok(token.accessToken);
        assert.deepEqual(bypasses(machine), [null, 'true']);
        const [first, second] = machine.tokenRequests.map(({ x5tS256 }) => x5tS256);
        assert.notEqual(first, second);
        assert.equal(machine.tokenRequests.length, 2);
        assert.deepEqual(outcomes(machine), [['retry-succeeded', true]]);
        assert.equal((await client.acquireToken(wanted)).fromCache, true);
      });
    }

    for (const [name, answer] of surfaced) {
      test(`${name}: surfaced, and no other certificate`, async () => {
        const machine = await start();
        machine.script.token = () => answer;
        const client = machine.client({ bearerOverCertificate: true });
        await assert.rejects(client.acquireToken(wanted), { code: 'ERR_TOKEN_REQUEST_REFUSED', status: answer.status });
        assert.deepEqual(bypasses(machine), [null]);
        assert.equal(machine.tokenRequests.length, 1);
        assert.deepEqual(outcomes(machine), []);
      });
    }

    test('claims: a new certificate, past the cache, before the token request, which carries them: Success', async () => {
      const machine = await start();
      const client = machine.client({ bearerOverCertificate: true, clientCapabilities: ['cp1'] });
      const before = await client.acquireToken(wanted);
      const token = await client.acquireToken({ ...wanted, claims });
      assert.notEqual(token.accessToken, before.accessToken);
      assert.deepEqual(bypasses(machine), [null, 'true']);
      const [first, second] = machine.tokenRequests;
      assert.notEqual(first?.x5tS256, second?.x5tS256);
      assert.deepEqual(JSON.parse(second?.form.get('claims') ?? ''), {
        access_token: { nbf: { essential: true, value: '1893456000' }, xms_cc: { values: ['cp1'] } },
      });
      assert.deepEqual(outcomes(machine), [
        ['success', false],
        ['success', true],
      ]);
    });

    test('claims, and the new certificate is refused: another one, and the claims again: Retry Succeeded', async () => {
      const machine = await start();
      const client = machine.client({ bearerOverCertificate: true });
      machine.script.token = refuseFirst(1, () => refusal([1000612]));
      await client.acquireToken({ ...wanted, claims });
      assert.deepEqual(bypasses(machine), ['true', 'true']);
      for (const { form } of machine.tokenRequests) assert.equal(form.get('claims'), claims);
      assert.deepEqual(outcomes(machine), [['retry-succeeded', true]]);
    });

    test('claims, and no certificate is to be had: surfaced, before any token request', async () => {
      const machine = await start();
      const client = machine.client({ bearerOverCertificate: true });
      await client.acquireToken(wanted);
      machine.script.issue = () => ({ status: 500 });
      await assert.rejects(client.acquireToken({ ...wanted, claims }), { code: 'ERR_MANAGED_IDENTITY_UNAVAILABLE' });
      assert.equal(machine.tokenRequests.length, 1);
      assert.deepEqual(outcomes(machine), [
        ['success', false],
        ['not-found', true],
      ]);
      // Who brings no claims goes on with what there is.
      assert.equal((await client.acquireToken(wanted)).fromCache, true);
    });

    for (const [name, answer, code] of [
      ['500', { status: 500 }, 'ERR_MANAGED_IDENTITY_UNAVAILABLE'],
      ['400', { status: 400, body: { error: 'invalid_request' } }, 'ERR_MANAGED_IDENTITY_REFUSED'],
      ['nonsense', { body: 'nonsense' }, 'ERR_IMDS_CREDENTIAL_REPLY'],
    ] as const) {
      test(`a certificate is refused and IMDS answers ${name}: surfaced, the loop ends: Retry Failed`, async () => {
        const machine = await start();
        const client = machine.client({ bearerOverCertificate: true });
        machine.script.token = () => refusal([1000610]);
        let issued = 0;
        machine.script.issue = () => (issued++ === 0 ? undefined : answer);
        await assert.rejects(client.acquireToken(wanted), { code });
        assert.deepEqual(bypasses(machine), [null, 'true']);
        assert.deepEqual(outcomes(machine), [['retry-failed', false]]);
      });
    }

    test('the second certificate meets another error: surfaced: Retry Failed', async () => {
      const machine = await start();
      const client = machine.client({ bearerOverCertificate: true });
      machine.script.token = ({ x5tS256 }) =>
        x5tS256 === machine.tokenRequests[0]?.x5tS256 ? refusal([1000610]) : refusal([7000218]);
      await assert.rejects(client.acquireToken(wanted), { code: 'ERR_TOKEN_REQUEST_REFUSED', errorCodes: [7000218] });
      assert.deepEqual(outcomes(machine), [['retry-failed', true]]);
      assert.equal(machine.issueRequests.length, 2);
    });

    test('maxAttempts: 1 is the single retry of the earlier specification; then the refusal surfaces: Retry Failed', async () => {
      const machine = await start();
      const client = machine.client({ bearerOverCertificate: true, remediation: { maxAttempts: 1 } });
      machine.script.token = () => refusal([1000611]);
      await assert.rejects(client.acquireToken(wanted), { errorCodes: [1000611] });
      assert.deepEqual(bypasses(machine), [null, 'true']);
      assert.equal(machine.tokenRequests.length, 2);
      assert.deepEqual(outcomes(machine), [['retry-failed', true]]);
      // The next caller begins anew, with the certificate that there is.
      machine.script.token = refuseFirst(1, () => refusal([1000611]));
      assert.ok((await client.acquireToken(wanted)).accessToken);
      assert.equal(machine.issueRequests.length, 3);
    });

    test('maxAttempts: 0: no other certificate is asked for', async () => {
      const machine = await start();
      machine.script.token = () => refusal([1000611]);
      const client = machine.client({ bearerOverCertificate: true, remediation: { maxAttempts: 0 } });
      await assert.rejects(client.acquireToken(wanted), { errorCodes: [1000611] });
      assert.equal(machine.issueRequests.length, 1);
    });

    test('invalid_request with 1000901, by option: like 1000610', async () => {
      const machine = await start();
      machine.script.token = refuseFirst(1, () => refusal([1000901], 'invalid_request', 400));
      const remediation = { remediateClaimsMismatch: true };
      const client = machine.client({ bearerOverCertificate: true, remediation });
      assert.ok((await client.acquireToken(wanted)).accessToken);
      assert.deepEqual(bypasses(machine), [null, 'true']);
    });

    test('Retry-After is the shortest pause; one beyond the deadline ends the loop at once', async () => {
      const machine = await start();
      const client = machine.client({ bearerOverCertificate: true });
      machine.script.token = () => ({ ...refusal([1000610]), headers: { 'retry-after': '600' } });
      await assert.rejects(client.acquireToken(wanted), { errorCodes: [1000610], retryAfterSeconds: 600 });
      assert.equal(machine.issueRequests.length, 1);
      machine.script.token = refuseFirst(1, () => ({ ...refusal([1000610]), headers: { 'retry-after': '1' } }));
      const startedAt = performance.now();
      await client.acquireToken(wanted);
      assert.ok(performance.now() - startedAt >= 990);
      assert.ok((machine.told('credential.retried')[0]?.delayMs ?? 0) >= 1000);
    });

    test('200 callers, each with a signal of his own, and one loop: who leaves leaves alone', async () => {
      const machine = await start();
      const client = machine.client({ bearerOverCertificate: true });
      const gate = createGate();
      machine.script.token = refuseFirst(1, () => refusal([1000610]));
      machine.script.issue = async ({ query }) => {
        if (query.get('bypass_cache') === 'true') await gate.opened;
        return undefined;
      };
      const leaving = new AbortController();
      const first = client.acquireToken({ ...wanted, signal: leaving.signal });
      const others = Array.from({ length: 199 }, () => client.acquireToken(wanted));
      await until(() => machine.issueRequests.length >= 2);
      leaving.abort(new Error('enough'));
      await assert.rejects(first, FlightAborted);
      gate.open();
      assert.equal(new Set((await Promise.all(others)).map(({ accessToken }) => accessToken)).size, 1);
      assert.deepEqual([machine.issueRequests.length, machine.tokenRequests.length], [2, 2]);
    });

    test('the last one who leaves ends the loop without a bound', async () => {
      const machine = await start();
      const client = machine.client({ bearerOverCertificate: true, remediation: { maxAttempts: Infinity } });
      machine.script.token = () => refusal([1000610]);
      const leaving = new AbortController();
      const waiting = client.acquireToken({ ...wanted, signal: leaving.signal });
      await until(() => machine.issueRequests.length >= 3);
      leaving.abort(new Error('enough'));
      await assert.rejects(waiting, FlightAborted);
      const { length } = machine.tokenRequests;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.ok(machine.tokenRequests.length <= length + 1);
      assert.deepEqual(outcomes(machine), []);
    });
  });
}

suite('claims of many callers', () => {
  test('200 callers whose token was refused together: one certificate, one token request', async () => {
    const machine = await start();
    const client = machine.client();
    const before = await client.acquireToken(bound);
    const accessTokenSha256ToRefresh = Buffer.from(
      await crypto.subtle.digest('SHA-256', Buffer.from(before.accessToken)),
    ).toString('hex');
    const told = { ...bound, claims, accessTokenSha256ToRefresh };
    const all = await Promise.all(Array.from({ length: 200 }, () => client.acquireToken(told)));
    // And those who come late with the same news.
    all.push(await client.acquireToken(told));
    assert.equal(new Set(all.map(({ accessToken }) => accessToken)).size, 1);
    assert.deepEqual([machine.issueRequests.length, machine.tokenRequests.length], [2, 2]);
  });

  test('a token of another resource that was bound to the certificate before: no third certificate', async () => {
    const machine = await start();
    const client = machine.client();
    const hashes = [];
    for (const resource of [vault, graph]) {
      const { accessToken } = await client.acquireToken({ ...bound, resource });
      hashes.push(Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(accessToken))).toString('hex'));
    }
    for (const [index, resource] of [vault, graph].entries()) {
      const accessTokenSha256ToRefresh = hashes[index];
      await client.acquireToken({ ...bound, resource, claims, accessTokenSha256ToRefresh });
    }
    assert.deepEqual(bypasses(machine), [null, 'true']);
    assert.equal(machine.tokenRequests.length, 4);
  });
});

test('300 resources, and every certificate is refused: one loop for all who wait, not one after another', async () => {
  const machine = await start();
  const client = machine.client({ remediation: { maxAttempts: 2 } });
  // Answers come at different times: some when the loop has given up already.
  machine.script.token = async () => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    return refusal([1000612]);
  };
  const all = await Promise.allSettled(
    Array.from({ length: 300 }, (_, index) => client.acquireToken({ ...bound, resource: `https://a${index}.example` })),
  );
  assert.ok(all.every(({ status }) => status === 'rejected'));
  assert.equal(machine.issueRequests.length, 3);
  assert.deepEqual(outcomes(machine), [['retry-failed', true]]);
});

test('two certificates in a row are refused, on a clock that stands still', async () => {
  const clock = createFakeClock(Date.now());
  const machine = await start(clock);
  machine.script.token = refuseFirst(2, () => refusal([1000614]));
  const client = machine.client({ clock });
  assert.ok((await client.acquireToken(bound)).accessToken);
  assert.deepEqual(
    machine.told('credential.retried').map(({ attempt, errorCodes }) => [attempt, errorCodes]),
    [
      [1, [1000614]],
      [2, [1000614]],
    ],
  );
});
