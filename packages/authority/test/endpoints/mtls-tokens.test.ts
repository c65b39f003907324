import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { listenLoopback, parseDirectory } from '@holdfast/authority';
import { buildReqCnf, generateSigningKey } from '@holdfast/core';
import { type MadeCertificate, makeCertificate, serverPurpose } from '../harness/made-certificates.ts';
import { createMtlsClient, type Identity, issuedIdentity, type MtlsClient } from '../harness/mtls-client.ts';
import { claimsOf, codeOf, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

function thumbprintOf({ certPem }: NonNullable<Identity>): string {
  return Buffer.from(new X509Certificate(certPem).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
}

describe('tokens from the mTLS endpoint', () => {
  let running: RunningAuthority;
  let ca: MadeCertificate;
  let own: MadeCertificate;
  const clients: MtlsClient[] = [];
  before(async () => {
    ca = await makeCertificate({ subject: 'CN=Our CA', isAuthority: true });
    own = await makeCertificate({ subject: 'CN=self-signed', purposes: 'absent' });
    running = await runAuthority({
      directory: parseDirectory(
        `
resources:
  api://required: { tokenBinding: required }
  api://forbidden: { tokenBinding: forbidden }
  api://v1: { accessTokenVersion: 1 }
tenants:
  contoso.example:
    applications:
      named: { certificates: [{ subjectName: "CN=named, O=Contoso", issuer: ca.pem }] }
      issued: { certificate: issue, certificates: [{ subjectName: CN=issued, issuer: client-ca }], authenticationMethods: [tls_client_auth] }
      self: { certificates: [{ thumbprint: "${own.sha256}" }] }
      required: { certificates: [{ thumbprint: "${own.sha256}" }], tokenBinding: required }
      forbidden: { certificates: [{ thumbprint: "${own.sha256}" }], tokenBinding: forbidden }
`,
        { readFile: () => ca.certPem },
      ),
    });
  });
  after(async () => {
    for (const client of clients) client.close();
    await running.close();
  });

  const as = (identity: Identity, name?: string): MtlsClient => {
    const client = createMtlsClient(running, identity, name);
    clients.push(client);
    return client;
  };
  const assertBound = (reply: Reply, identity: NonNullable<Identity>, label = ''): void => {
    assert.equal(reply.status, 200, `${label} ${String(reply.body['error_description'])}`);
    assert.equal(reply.body['token_type'], 'mtls_pop', label);
    assert.deepEqual(claimsOf(reply)['cnf'], { 'x5t#S256': thumbprintOf(identity) }, label);
  };

  it('are bound to the certificate of the connection: the request of MSAL.NET, without any assertion', async () => {
    const identity = await issuedIdentity(running);
    const reply = await as(identity).token();
    assertBound(reply, identity);
    assert.deepEqual(Object.keys(reply.body), ['token_type', 'expires_in', 'ext_expires_in', 'access_token']);
    assert.equal(reply.body['expires_in'], 3599);
    const claims = claimsOf(reply);
    assert.equal(claims['iss'], `${running.sts}/${running.tenantId}/v2.0`);
    assert.equal(claims['azp'], running.application('daemon').clientId);
    assert.equal(claims['azpacr'], '2');
    assert.deepEqual(claims['xms_cc'], ['cp1']);
    assert.deepEqual(claims['roles'], ['Orders.Read', 'Orders.Write']);
    const first = await as(identity).token({ scope: 'api://v1/.default' });
    assertBound(first, identity);
    assert.equal(claimsOf(first)['appidacr'], '2');
  });

  it('are for applications known by thumbprint, and by a subject in the mouth of its issuer', async () => {
    assertBound(await as(own, 'self').token(), own, 'thumbprint');
    const subject = 'O=Contoso, CN=named';
    for (const label of ['first', 'renewed']) {
      const named = await makeCertificate({ subject, issuer: ca });
      assertBound(await as(named, 'named').token(), named, label);
    }
    const issued = await issuedIdentity(running, 'issued');
    assertBound(await as(issued, 'issued').token(), issued, 'client-ca');
  });

  it('follow the certificate, not its key: a renewed one with the same key is another one', async () => {
    const before = await makeCertificate({ subject: 'O=Contoso, CN=named', issuer: ca });
    const renewed = await makeCertificate({ subject: 'O=Contoso, CN=named', issuer: ca, keyOf: before });
    assert.notEqual(before.sha256, renewed.sha256);
    for (const certificate of [before, renewed]) assertBound(await as(certificate, 'named').token(), certificate);
  });

  it('are Bearer where nothing else was asked for: the certificate only says who asks', async () => {
    const reply = await as(own, 'self').token({ token_type: undefined });
    assert.equal(reply.body['token_type'], 'Bearer');
    assert.equal('cnf' in claimsOf(reply), false);
    assert.equal(claimsOf(reply)['azpacr'], '2');
  });

  it('may be bound to a key instead: pop with req_cnf', async () => {
    const key = await generateSigningKey();
    const reply = await as(own, 'self').token({ token_type: 'pop', req_cnf: buildReqCnf('kid', key) });
    assert.equal(reply.body['token_type'], 'pop');
    assert.deepEqual(claimsOf(reply)['cnf'], { kid: key.thumbprint });
  });

  it('obey the policies of application and API', async () => {
    for (const application of ['required', 'self', 'forbidden']) {
      for (const api of ['required', 'v1', 'forbidden']) {
        const label = `${application} × ${api}`;
        const client = as(own, application);
        const bound = await client.token({ scope: `api://${api}/.default` });
        if (application === 'forbidden' || api === 'forbidden') {
          assert.equal(bound.body['error'], 'unauthorized_client', label);
        } else assertBound(bound, own, label);
        const unbound = await client.token({ scope: `api://${api}/.default`, token_type: undefined });
        if (application === 'required' || api === 'required') {
          assert.equal(unbound.body['error'], 'invalid_request', label);
          assert.equal('access_token' in unbound.body, false, label);
        } else assert.equal(unbound.body['token_type'], 'Bearer', label);
      }
    }
  });

  it('stay bound to the presented certificate over the connections of two clients at once', async () => {
    const identities = await Promise.all(
      [1, 2, 3].map(() => makeCertificate({ subject: 'O=Contoso, CN=named', issuer: ca })),
    );
    const parties = identities.map((identity) => ({ identity, client: as(identity, 'named') }));
    await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const { identity, client } = parties[index % parties.length]!;
        assertBound(await client.token(), identity);
      }),
    );
  });

  it('are told of in events and counters', async () => {
    await as(own, 'self').token();
    const event = running.events.findLast(({ name }) => name === 'token.issued');
    assert.ok(event?.name === 'token.issued');
    assert.deepEqual(
      [event.scheme, event.boundTo, event.clientAuthentication],
      ['mtls_pop', own.sha256, 'self_signed_tls_client_auth'],
    );
    await as(await issuedIdentity(running, 'issued'), 'issued').token();
    const other = running.events.findLast(({ name }) => name === 'token.issued');
    assert.equal(other?.name === 'token.issued' && other.clientAuthentication, 'tls_client_auth');
    const { services } = (await (await running.admin('/counters')).json()) as {
      services: Record<string, Record<string, number>>;
    };
    assert.ok((services['mtls-sts']?.['POST /{tenant}/oauth2/v2.0/token'] ?? 0) >= 2);
    assert.equal(services['sts'], undefined);
    const directory = (await (await running.admin('/directory')).json()) as { applications: Record<string, unknown>[] };
    const named = directory.applications.find(({ name }) => name === 'named');
    assert.deepEqual(named?.['subjects'], [{ subjectName: 'CN=named, O=Contoso', issuer: 'CN=Our CA' }]);
    const self = directory.applications.find(({ name }) => name === 'self');
    assert.deepEqual(self?.['thumbprints'], [own.sha256]);
  });

  it('can be made to fail: faults have their own service', async () => {
    const fault = JSON.stringify({ service: 'mtls-sts', status: 503, times: 1 });
    await running.admin('/faults', { method: 'POST', headers: { 'content-type': 'application/json' }, body: fault });
    assert.equal((await running.token()).status, 200);
    assert.equal(codeOf(await as(own, 'self').token()), 90033);
    assertBound(await as(own, 'self').token(), own);
  });

  it('are announced by discovery on both endpoints, each naming itself (RFC 8705 section 5)', async () => {
    const { sts, tenantId, description } = running;
    const client = as(undefined);
    for (const path of ['v2.0/.well-known/openid-configuration', '.well-known/openid-configuration']) {
      for (const origin of [sts, description.mtlsSts]) {
        const response = await client.fetch(`${origin}/${tenantId}/${path}`);
        const document = (await response.json()) as Record<string, unknown>;
        assert.equal(document['token_endpoint'], `${origin}/${tenantId}/oauth2/v2.0/token`);
        assert.deepEqual(document['mtls_endpoint_aliases'], {
          token_endpoint: `${description.mtlsSts}/${tenantId}/oauth2/v2.0/token`,
        });
        assert.equal(document['tls_client_certificate_bound_access_tokens'], true);
        const methods = document['token_endpoint_auth_methods_supported'] as string[];
        for (const method of ['tls_client_auth', 'self_signed_tls_client_auth']) assert.ok(methods.includes(method));
        assert.equal(String(document['issuer']).startsWith(`${sts}/${tenantId}/`), true);
        // A browser's own certificate is an ambient right: no page may read what it brings about.
        assert.equal(response.headers.get('access-control-allow-origin'), origin === sts ? '*' : null);
      }
    }
  });

  it('need a certificate that may authenticate a client, where it names its purposes at all', async () => {
    const wrong = await makeCertificate({ subject: 'O=Contoso, CN=named', issuer: ca, purposes: [serverPurpose] });
    assert.equal(codeOf(await as(wrong, 'named').token()), 9900221);
    const silent = await makeCertificate({ subject: 'O=Contoso, CN=named', issuer: ca, purposes: 'absent' });
    assertBound(await as(silent, 'named').token(), silent);
  });
});

describe('an mTLS endpoint behind something that passes TLS through', () => {
  it('is named by the origin it was told; a server of one’s own hands on its own connections', async () => {
    const publicOrigin = 'https://login.example';
    const publicMtlsOrigin = 'https://mtlsauth.example';
    const running = await runAuthority({ publicOrigin, publicMtlsOrigin });
    const { certificates, handlers } = running.authority;
    const tls = { ...certificates.server, clientCertificate: 'requested' } as const;
    const listener = await listenLoopback({ handler: handlers.mtlsSts, port: 0, tls });
    const origin = `https://localhost:${listener.port}`;
    const behind = { ...running, description: { ...running.description, mtlsSts: origin } };
    const identity = await issuedIdentity(running);
    const client = createMtlsClient(behind, identity);
    const response = await client.fetch(`${origin}/${running.tenantId}/v2.0/.well-known/openid-configuration`);
    const document = (await response.json()) as Record<string, unknown>;
    const endpoint = `${publicMtlsOrigin}/${running.tenantId}/oauth2/v2.0/token`;
    assert.deepEqual(
      [document['issuer'], document['token_endpoint'], document['mtls_endpoint_aliases']],
      [`${publicOrigin}/${running.tenantId}/v2.0`, endpoint, { token_endpoint: endpoint }],
    );
    assert.deepEqual(claimsOf(await client.token())['cnf'], { 'x5t#S256': thumbprintOf(identity) });
    client.close();
    await listener.close();
    await running.close();
  });

  it('issues nothing over a connection that is not TLS at all', async () => {
    const running = await runAuthority();
    const listener = await listenLoopback({ handler: running.authority.handlers.mtlsSts, port: 0 });
    const response = await fetch(`http://127.0.0.1:${listener.port}/${running.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: running.application('daemon').clientId,
      }),
    });
    const body = (await response.json()) as Reply['body'];
    assert.equal(codeOf({ status: response.status, headers: response.headers, body }), 392200);
    await listener.close();
    await running.close();
  });
});
