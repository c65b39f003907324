import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { buildReqCnf, generateSigningKey } from '@holdfast/core';
import { type ClientAssertions, createClientAssertions } from '../harness/client-assertions.ts';
import { makeCertificate } from '../harness/made-certificates.ts';
import { createMtlsClient, issuedIdentity } from '../harness/mtls-client.ts';
import { claimsOf, codeOf, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('a revoked key or certificate', () => {
  let running: RunningAuthority;
  let assertions: ClientAssertions;
  const certificate = makeCertificate({ subject: 'CN=daemon', keyKind: 'rsa-2048' });
  before(async () => {
    const { certPem } = await certificate;
    running = await runAuthority({
      directory: parseDirectory(
        'tenants: { contoso.example: { applications: { daemon: { certificateFiles: [own.pem] } } } }',
        { readFile: () => certPem },
      ),
    });
    assertions = await createClientAssertions(running, Date.now);
  });
  after(() => running.close());

  const revoke = async (body: object): Promise<number> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await running.admin('/revoke', init)).status;
  };

  it('gets no bound token any more, however the key is named; every other key does (AADSTS9900208)', async () => {
    const [key, other] = await Promise.all([generateSigningKey(), generateSigningKey()]);
    const ask = (req_cnf: string) => running.token({ token_type: 'pop', req_cnf });
    for (const form of ['kid', 'jwk'] as const) assert.equal((await ask(buildReqCnf(form, key))).status, 200);
    assert.equal(await revoke({ jkt: key.thumbprint }), 201);
    for (const form of ['kid', 'jwk'] as const) {
      const refused = await ask(buildReqCnf(form, key));
      assert.deepEqual([refused.status, codeOf(refused)], [400, 9900208], form);
      assert.equal((await ask(buildReqCnf(form, other))).status, 200);
    }
    assert.equal((await running.token()).status, 200, 'the application itself is not revoked');
  });

  it('signs no client assertion any more, and opens no mTLS connection to a token (AADSTS7000214)', async () => {
    const { sha256, certPem, keyPem } = await certificate;
    const identity = { certPem, keyPem };
    const mine = createMtlsClient(running, identity);
    const others = createMtlsClient(running, await issuedIdentity(running));
    const { createPrivateKey } = await import('node:crypto');
    const assertion = () =>
      assertions.signed(
        { alg: 'PS256', typ: 'JWT', 'x5t#S256': sha256 },
        assertions.claims(),
        createPrivateKey(keyPem),
      );
    const bearer = { token_type: undefined };
    const before = [await mine.token(), await mine.token(bearer), await assertions.send(assertion())];
    assert.deepEqual(
      before.map(({ status }) => status),
      [200, 200, 200],
    );
    const hex = Buffer.from(sha256, 'base64url').toString('hex').toUpperCase();
    assert.equal(await revoke({ x5t: hex.match(/../g)!.join(':') }), 201);
    // The connection that stands already is no way round.
    const refused = [await mine.token(), await mine.token(bearer), await assertions.send(assertion())];
    assert.deepEqual(
      refused.map((reply) => [reply.status, codeOf(reply)]),
      Array(3).fill([401, 7000214]),
    );
    // It authenticates nobody, so it is not told either what is wrong with the rest of the request.
    assert.equal(codeOf(await mine.token({ scope: 'api://nowhere/.default' })), 7000214);
    assert.notEqual(codeOf(await others.token({ scope: 'api://nowhere/.default' })), 7000214);
    const fine = [
      await others.token(),
      await assertions.send(assertions.signed(assertions.ps256(), assertions.claims())),
    ];
    assert.deepEqual(
      fine.map(({ status }) => status),
      [200, 200],
    );
    assert.notDeepEqual(claimsOf(fine[0]!)['cnf'], { 'x5t#S256': sha256 });
    mine.close();
    others.close();
  });
});
