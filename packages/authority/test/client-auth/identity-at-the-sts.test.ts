import assert from 'node:assert/strict';
import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { encodePart, jwtBearer } from '../harness/client-assertions.ts';
import { createMtlsClient } from '../harness/mtls-client.ts';
import { claimsOf, codeOf, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('a managed identity that comes to the STS, as a relying party does for it', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());
  const worker = () => running.description.identities.find(({ name }) => name === 'worker')!;

  /** An assertion in the name of one identity, signed with the certificate of another. */
  const ask = async (clientId: string, signer: string, changes = {}): Promise<Reply> => {
    const { certPem, keyPem } = await running.authority.certificates.identityCertificate(signer);
    const thumbprint = createHash('sha256').update(new X509Certificate(certPem).raw).digest('base64url');
    const now = Math.floor(Date.now() / 1000);
    const aud = `${running.sts}/${running.tenantId}/oauth2/v2.0/token`;
    const claims = { aud, iss: clientId, sub: clientId, jti: 'one', nbf: now, iat: now, exp: now + 600 };
    const input = `${encodePart({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })}.${encodePart(claims)}`;
    const key = createPrivateKey(keyPem);
    const signature = sign('sha256', Buffer.from(input), { key, padding: 6, saltLength: 32 }).toString('base64url');
    return running.token({
      client_id: clientId,
      client_secret: undefined,
      client_assertion: `${input}.${signature}`,
      client_assertion_type: jwtBearer,
      ...changes,
    });
  };

  it('gets its token for an assertion of its certificate: the same claims as at the machine', async () => {
    const { clientId, objectId, resourceId } = worker();
    const reply = await ask(clientId, 'worker', { claims: '{"access_token":{"xms_cc":{"values":["cp1"]}}}' });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    const { azp, azpacr, oid, sub, xms_mirid: mirid, idtyp, roles, xms_cc: capabilities } = claimsOf(reply);
    assert.deepEqual(
      { azp, azpacr, oid, sub, mirid, idtyp, roles, capabilities },
      {
        azp: clientId,
        azpacr: '2',
        oid: objectId,
        sub: objectId,
        mirid: resourceId,
        idtyp: 'app',
        roles: ['Orders.Read', 'Orders.Write'],
        capabilities: ['cp1'],
      },
    );
    assert.ok(Number(reply.body['expires_in']) > 80_000);
    assert.equal(reply.body['refresh_in'], Math.floor(Number(reply.body['expires_in']) / 2));
  });

  it('is known by its own certificate alone, and by no secret', async () => {
    const { clientId } = worker();
    assert.equal(codeOf(await ask(clientId, 'system')), 700027);
    assert.equal(codeOf(await running.token({ client_id: clientId })), 7000215);
    assert.equal(codeOf(await running.token({ client_id: clientId, client_secret: undefined })), 7000216);
    const fabrikam = running.description.tenants[1]!.id;
    assert.equal(codeOf(await running.token({ client_id: clientId }, { tenant: fabrikam })), 700016);
  });

  it('gets a token that is bound to its certificate on the mTLS endpoint', async () => {
    const { clientId } = worker();
    const pair = await running.authority.certificates.identityCertificate('worker');
    const client = createMtlsClient(running, pair);
    try {
      const reply = await client.token({ client_id: clientId });
      assert.equal(reply.body['token_type'], 'mtls_pop', JSON.stringify(reply.body));
      const thumbprint = createHash('sha256').update(new X509Certificate(pair.certPem).raw).digest('base64url');
      assert.deepEqual(claimsOf(reply)['cnf'], { 'x5t#S256': thumbprint });
    } finally {
      client.close();
    }
  });
});
