import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aadsts, type CertificateIdentity, parseDirectory } from '@holdfast/authority';
import { buildReqCnf, generateSigningKey } from '@holdfast/core';
import { createFakeClock } from '@holdfast/testing';
import { type MadeCertificate, makeCertificate } from '../harness/made-certificates.ts';
import { createMtlsClient, type Identity, issuedIdentity } from '../harness/mtls-client.ts';
import { codeOf, type Form, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('refusals of the mTLS endpoint', () => {
  let running: RunningAuthority;
  let daemon: NonNullable<Identity>;
  let own: MadeCertificate;
  const clock = createFakeClock(Date.now());
  const asked: CertificateIdentity[] = [];
  let isRevoked: (certificate: CertificateIdentity) => unknown = () => false;
  before(async () => {
    own = await makeCertificate({ subject: 'CN=own' });
    running = await runAuthority({
      clock,
      isCertificateRevoked: (certificate) => {
        asked.push(certificate);
        return isRevoked(certificate) as boolean;
      },
      directory: parseDirectory(`
tenants:
  contoso.example:
    applications:
      secretless: { secret: generate, certificates: [{ thumbprint: "${own.sha256}" }], authenticationMethods: [self_signed_tls_client_auth] }
      by-name: { certificates: [{ thumbprint: "${own.sha256}" }, { subjectName: CN=own, issuer: client-ca }], authenticationMethods: [tls_client_auth] }
      basic: { secret: generate, authenticationMethods: [client_secret_basic] }
`),
    });
    daemon = await issuedIdentity(running);
  });
  after(() => running.close());

  const ask = async (identity: Identity, changes: Form = {}, name = 'daemon'): Promise<Reply> => {
    const client = createMtlsClient(running, identity, name);
    try {
      return await client.token(changes);
    } finally {
      client.close();
    }
  };
  const expectRow = (reply: Reply, reason: keyof typeof aadsts, label: string = reason): void => {
    const { code, error, status } = aadsts[reason];
    assert.deepEqual([codeOf(reply), reply.body['error'], reply.status], [code, error, status], label);
    assert.equal('access_token' in reply.body || 'token_type' in reply.body, false, label);
    assert.equal(reply.headers.get('cache-control'), 'no-store', label);
  };

  it('no certificate, whatever is asked for and however the client proves itself', async () => {
    for (const tokenType of ['mtls_pop', undefined, 'pop']) {
      expectRow(await ask(undefined, { token_type: tokenType }), 'clientCertificateMissing');
      const secret = running.application('daemon').secret;
      expectRow(await ask(undefined, { token_type: tokenType, client_secret: secret }), 'clientCertificateMissing');
    }
  });

  it('a secret beside the certificate, also a right one, in the body and in a Basic header', async () => {
    const { clientId, secret = '' } = running.application('daemon');
    for (const tokenType of ['mtls_pop', undefined]) {
      expectRow(await ask(daemon, { token_type: tokenType, client_secret: secret }), 'secretOverMtls');
      const client = createMtlsClient(running, daemon);
      const basic = { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` };
      expectRow(await client.token({ token_type: tokenType }, basic), 'secretOverMtls');
      client.close();
    }
  });

  it('odd spellings of mtls_pop are refused on both endpoints, and never answered with Bearer', async () => {
    const spellings = ['MTLS_POP', 'Mtls_Pop', 'mtls-pop', 'mtlspop', ' mtls_pop', 'mtls_pop ', 'mtls_pop,pop', 'mtls'];
    for (const spelling of [...spellings, 'ｍtls_pop', 'mtls_pop\0', 'Bearer', '']) {
      expectRow(await ask(daemon, { token_type: spelling }), 'tokenTypeUnknown', `mTLS: ${spelling}`);
      expectRow(await running.token({ token_type: spelling }), 'tokenTypeUnknown', spelling);
    }
    expectRow(await running.token({ token_type: 'mtls_pop' }), 'certificateBindingUnavailable');
  });

  it('mtls_pop twice, beside req_cnf, in the query, or under almost its name', async () => {
    const reqCnf = buildReqCnf('kid', await generateSigningKey());
    for (const value of [reqCnf, '', 'x'])
      expectRow(await ask(daemon, { req_cnf: value }), 'confirmationBesideCertificate');
    const path = `${running.description.mtlsSts}/${running.tenantId}/oauth2/v2.0/token`;
    const base = `grant_type=client_credentials&client_id=${running.application('daemon').clientId}&scope=api://orders/.default`;
    const rows: readonly (readonly [string, string, keyof typeof aadsts])[] = [
      ['', '&token_type=mtls_pop&token_type=mtls_pop', 'parameterRepeated'],
      ['', '&token_type=mtls_pop&token_type=', 'parameterRepeated'],
      ['', '&token_type=mtls_pop&%74oken_type=pop', 'parameterRepeated'],
      ['?token_type=mtls_pop', '', 'bindingOutsideBody'],
      ['?token_type=mtls_pop', '&token_type=mtls_pop', 'bindingOutsideBody'],
      ['', '&Token_Type=mtls_pop', 'bindingMisspelt'],
    ];
    const client = createMtlsClient(running, daemon);
    for (const [query, more, reason] of rows) {
      const response = await client.fetch(`${path}${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: base + more,
      });
      const body = (await response.json()) as Reply['body'];
      expectRow({ status: response.status, headers: response.headers, body }, reason, query + more);
    }
    client.close();
  });

  it('methods that the application must not use, before anything else is looked at', async () => {
    const { clientId, secret } = running.application('secretless');
    for (const presented of [secret, 'wrong']) {
      const reply = await running.token({ client_id: clientId, client_secret: presented });
      expectRow(reply, 'authenticationMethodForbidden');
    }
    assert.equal((await ask(own, {}, 'secretless')).status, 200);
    // The certificate is known by its thumbprint, and only a name in the mouth of the issuer may come in.
    expectRow(await ask(own, {}, 'by-name'), 'authenticationMethodForbidden');
    const basic = running.application('basic');
    const inBody = await running.token({ client_id: basic.clientId, client_secret: basic.secret });
    expectRow(inBody, 'authenticationMethodForbidden');
    const headers = { authorization: `Basic ${btoa(`${basic.clientId}:${basic.secret}`)}` };
    const form = { client_id: undefined, client_secret: undefined };
    assert.equal((await running.token(form, { headers })).status, 200);
  });

  it('certificates that ended, or have not begun, by the time of every single request', async () => {
    const client = createMtlsClient(running, own, 'secretless');
    assert.equal((await client.token()).status, 200);
    clock.advance(3 * 3_600);
    expectRow(await client.token(), 'certificateTimeWrong', 'the same connection, later');
    clock.advance(-6 * 3_600);
    expectRow(await client.token(), 'certificateTimeWrong', 'the same connection, earlier');
    clock.advance(3 * 3_600);
    assert.equal((await client.token()).status, 200);
    client.close();
  });

  it('certificates that a list revoked, or that it cannot say no about, by the time of every single request', async () => {
    const client = createMtlsClient(running, own, 'secretless');
    assert.equal((await client.token()).status, 200);
    const { serialNumber, issuer } = own.x509;
    assert.deepEqual(asked.at(-1), { thumbprint: own.sha256, serialNumber, issuer });
    for (const answer of [true, undefined, null, 'no', 0]) {
      isRevoked = () => answer;
      expectRow(await client.token(), 'certificateRevoked', String(answer));
    }
    isRevoked = () => Promise.reject(new Error('the list cannot be read'));
    expectRow(await client.token(), 'internal');
    isRevoked = async () => false;
    assert.equal((await client.token()).status, 200);
    client.close();
  });

  it('cannot be read by pages, and pages cannot ask whether they may', async () => {
    const client = createMtlsClient(running, daemon);
    const path = `${running.description.mtlsSts}/${running.tenantId}/oauth2/v2.0/token`;
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const preflight = await client.fetch(path, { method: 'OPTIONS', headers });
    const replies = [preflight, await client.token({}, headers), await client.token({ scope: '' }, headers)];
    for (const reply of replies) assert.equal(reply.headers.get('access-control-allow-origin'), null);
    client.close();
  });

  it('public applications, and applications of another tenant', async () => {
    expectRow(await ask(daemon, {}, 'spa'), 'clientIsPublic');
    expectRow(await ask(daemon, {}, 'fabrikam-daemon'), 'clientUnknown');
  });
});
