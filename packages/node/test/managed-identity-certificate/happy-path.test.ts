import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { suite, test } from 'node:test';
import { clientId, day, graph, objectId, startMachine, tenantId, vault, writeJwt } from './machine.ts';

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;

suite('a token of a managed identity that is bound to a certificate of IMDS', () => {
  test('mTLSPopTokenHappyPath; MtlsPopWithoutPriorDiscovery_UsesImdsV2AndSucceeds', async () => {
    const machine = await startMachine();
    const client = machine.client({ clientCapabilities: ['cp1'] });
    const token = await client.acquireToken(bound);
    const [request] = machine.tokenRequests;
    assert.equal(token.tokenType, 'mtls_pop');
    assert.equal(token.managedIdentitySource, 'imds');
    assert.equal(token.tokenSource, 'network');
    assert.equal(token.bindingCertificate?.x5tS256, request?.x5tS256);
    assert.equal(token.bindingThumbprint, request?.x5tS256);
    assert.deepEqual(token.scopes, [vault]);
    assert.equal(request?.path, `/${tenantId}/oauth2/v2.0/token`);
    assert.deepEqual(Object.fromEntries(request?.form ?? []), {
      client_id: clientId,
      scope: `${vault}/.default`,
      grant_type: 'client_credentials',
      token_type: 'mtls_pop',
      claims: '{"access_token":{"xms_cc":{"values":["cp1"]}}}',
    });
    assert.match(String(request?.headers['client-request-id']), /^[0-9a-f-]{36}$/);
    assert.equal(request?.headers['x-ms-lib-capability'], 'retry-after, h429');
    assert.equal(request?.headers['x-client-sku'], 'holdfast-node');
    assert.match(String(request?.headers['x-client-current-telemetry']), /^5\|1015,2,/);
    assert.equal((await client.acquireToken(bound)).fromCache, true);
    const counts = [machine.metadataRequests, machine.issueRequests, machine.tokenRequests].map(({ length }) => length);
    assert.deepEqual(counts, [1, 1, 1]);
    assert.deepEqual(
      machine
        .told('credential.outcome')
        .map(({ outcome, bypassCache, keyType, tokenType }) => [outcome, bypassCache, keyType, tokenType]),
      [['success', false, 'InMemory', 'mtls_pop']],
    );
  });

  test('1,000 callers on an empty cache: one key, one certificate, one token request', async () => {
    const machine = await startMachine();
    const client = machine.client();
    const all = await Promise.all(Array.from({ length: 1000 }, () => client.acquireToken(bound)));
    assert.equal(new Set(all.map(({ accessToken }) => accessToken)).size, 1);
    assert.deepEqual([machine.issueRequests.length, machine.tokenRequests.length], [1, 1]);
    assert.equal(machine.told('credential.issued').length, 1);
  });

  test('two resources share the certificate and not the token', async () => {
    const machine = await startMachine();
    const client = machine.client();
    const [one, other] = await Promise.all(
      [vault, graph].map((resource) => client.acquireToken({ ...bound, resource })),
    );
    assert.notEqual(one?.accessToken, other?.accessToken);
    assert.equal(one?.bindingThumbprint, other?.bindingThumbprint);
    assert.deepEqual([machine.issueRequests.length, machine.tokenRequests.length], [1, 2]);
  });

  test('mTLSPopTokenIsPerIdentity; mTLSPop_LongLivedCerts_SamiVsUami_DistinctAndCached', async () => {
    const machine = await startMachine();
    const system = machine.client();
    const user = machine.client({ managedIdentityIdParams: { userAssignedObjectId: objectId } });
    const tokens = [await system.acquireToken(bound), await user.acquireToken(bound)];
    assert.equal(new Set(tokens.map(({ bindingThumbprint }) => bindingThumbprint)).size, 2);
    assert.deepEqual(
      machine.issueRequests.map(({ query }) => query.get('object_id')),
      [null, objectId],
    );
    for (const client of [system, user]) assert.equal((await client.acquireToken(bound)).fromCache, true);
    assert.equal(machine.issueRequests.length, 2);
  });

  test('mTLSPop_SubjectCnDc_MatchesMetadata_AndCaches; mTLSPoP_Uami_ClientIdThenObjectId: CN is the client id of IMDS', async () => {
    const machine = await startMachine();
    const ids = [{ userAssignedClientId: clientId.toUpperCase() }, { userAssignedObjectId: objectId }];
    const thumbprints = new Set<string | undefined>();
    for (const managedIdentityIdParams of ids) {
      const { bindingCertificate } = await machine.client({ managedIdentityIdParams }).acquireToken(bound);
      const subject = new X509Certificate(Buffer.from(bindingCertificate?.x5c[0] ?? '', 'base64')).subject;
      assert.deepEqual(subject.split('\n').toSorted(), [`CN=${clientId}`, `DC=${tenantId}`]);
      thumbprints.add(bindingCertificate?.x5tS256);
    }
    assert.equal(thumbprints.size, 2);
    assert.ok(machine.tokenRequests.every(({ form }) => form.get('client_id') === clientId));
  });

  test('ApplicationsCanSwitchBetweenImdsVersions; NonMtlsRequest_FallsBackToImdsV1', async () => {
    const machine = await startMachine();
    const client = machine.client();
    const types = [];
    for (const authenticationScheme of ['bearer', 'mtls_pop', 'bearer'] as const) {
      types.push((await client.acquireToken({ resource: vault, authenticationScheme })).tokenType);
    }
    assert.deepEqual(types, ['Bearer', 'mtls_pop', 'Bearer']);
    assert.deepEqual([machine.metadataRequests.length, machine.tokenRequests.length], [1, 1]);
  });

  test('bearer over the certificate, where asked: no token of IMDS, no cnf, no bindingCertificate', async () => {
    const machine = await startMachine();
    const client = machine.client({ bearerOverCertificate: true });
    const token = await client.acquireToken({ resource: vault });
    assert.equal(token.tokenType, 'Bearer');
    assert.equal(token.bindingCertificate, undefined);
    assert.equal((await client.acquireToken({ resource: vault })).fromCache, true);
    const bindable = await client.acquireToken(bound);
    const [bearer, pop] = machine.tokenRequests;
    assert.equal(bearer?.form.has('token_type'), false);
    assert.equal(bearer?.x5tS256, pop?.x5tS256);
    assert.equal(bindable.bindingThumbprint, pop?.x5tS256);
    assert.equal(machine.issueRequests.length, 1);
    assert.equal(machine.told('credential.outcome')[0]?.tokenType, 'Bearer');
  });

  test('mTLSPop_ForceRefresh_UsesCachedCert_NoIssueCredential_PostsCanonicalClientId', async () => {
    const machine = await startMachine();
    const client = machine.client();
    const first = await client.acquireToken(bound);
    const second = await client.acquireToken({ ...bound, forceRefresh: true });
    assert.notEqual(second.accessToken, first.accessToken);
    assert.equal(second.bindingThumbprint, first.bindingThumbprint);
    assert.deepEqual([machine.issueRequests.length, machine.tokenRequests.length], [1, 2]);
  });

  test('a resource with a slash at its end is asked for without; a token never outlives its certificate', async () => {
    const machine = await startMachine();
    machine.script.tokenSeconds = 30 * day;
    machine.script.certificateSeconds = 2 * day;
    const token = await machine.client().acquireToken({ ...bound, resource: `${vault}/` });
    assert.equal(machine.tokenRequests[0]?.form.get('scope'), `${vault}/.default`);
    assert.ok(token.expiresOn.getTime() / 1000 <= (token.bindingCertificate?.notAfter ?? 0));
  });

  test('a token for another certificate, of another type, or without cnf, is thrown away', async () => {
    const machine = await startMachine();
    const other = 'A'.repeat(43);
    const rows: readonly (readonly [body: Record<string, unknown>, code: string])[] = [
      [{ token_type: 'mtls_pop', access_token: await writeJwt({ cnf: { 'x5t#S256': other } }) }, 'ERR_TOKEN_NOT_BOUND'],
      [{ token_type: 'mtls_pop', access_token: await writeJwt({}) }, 'ERR_TOKEN_NOT_BOUND'],
      [{ token_type: 'mtls_pop', access_token: 'opaque' }, 'ERR_TOKEN_NOT_BOUND'],
      [
        { token_type: 'Bearer', access_token: await writeJwt({ cnf: { 'x5t#S256': other } }) },
        'ERR_TOKEN_TYPE_DOWNGRADED',
      ],
      [{ token_type: 'pop', access_token: await writeJwt({}) }, 'ERR_TOKEN_TYPE_DOWNGRADED'],
      [{ access_token: await writeJwt({}) }, 'ERR_TOKEN_TYPE_DOWNGRADED'],
    ];
    const client = machine.client();
    for (const [body, code] of rows) {
      machine.script.token = () => ({ body: { expires_in: 3600, ...body } });
      await assert.rejects(client.acquireToken(bound), { code });
    }
    machine.script.token = undefined;
    assert.equal((await client.acquireToken(bound)).fromCache, false);
    assert.equal(machine.issueRequests.length, 1);
  });
});
