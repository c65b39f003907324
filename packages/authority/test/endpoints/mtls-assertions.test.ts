import assert from 'node:assert/strict';
import { createPrivateKey, sign } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { encodePart, jwtBearer } from '../harness/client-assertions.ts';
import { type MadeCertificate, makeCertificate } from '../harness/made-certificates.ts';
import { createMtlsClient, type Identity } from '../harness/mtls-client.ts';
import {
  claimsOf,
  codeOf,
  type Form,
  type Reply,
  type RunningAuthority,
  runAuthority,
} from '../harness/running-authority.ts';

const jwtPop = 'urn:ietf:params:oauth:client-assertion-type:jwt-pop';
const subject = 'O=Contoso, CN=named';

describe('client assertions and certificates', () => {
  let running: RunningAuthority;
  let ca: MadeCertificate;
  let first: MadeCertificate;
  let second: MadeCertificate;
  let stranger: MadeCertificate;
  const revoked = new Set<string>();
  before(async () => {
    ca = await makeCertificate({ subject: 'CN=Our CA', isAuthority: true });
    first = await makeCertificate({ subject: 'CN=first', keyKind: 'rsa-2048' });
    second = await makeCertificate({ subject, issuer: ca, keyKind: 'rsa-2048' });
    stranger = await makeCertificate({ subject: 'CN=stranger' });
    running = await runAuthority({
      isCertificateRevoked: ({ thumbprint }) => revoked.has(thumbprint),
      directory: parseDirectory(
        `
tenants:
  contoso.example:
    applications:
      daemon:
        certificates:
          - thumbprint: ${first.sha256}
          - { subjectName: "CN=named, O=Contoso", issuer: ca.pem }
`,
        { readFile: () => ca.certPem },
      ),
    });
  });
  after(() => running.close());

  const derOf = ({ x509 }: MadeCertificate): string => x509.raw.toString('base64');
  /** The assertion of MSAL.NET: times are texts, and `x5c` is one text instead of a list. */
  const assertionOf = (
    signer: MadeCertificate,
    claims: object = {},
    header: object = { x5c: derOf(signer) },
  ): string => {
    const { clientId } = running.application('daemon');
    const now = Math.floor(Date.now() / 1000);
    const aud = `${running.description.mtlsSts}/${running.tenantId}/oauth2/v2.0/token`;
    const times = { nbf: String(now), exp: String(now + 600) };
    const payload = { aud, iss: clientId, sub: clientId, jti: 'one', ...times, ...claims };
    const head = { alg: 'RS256', typ: 'JWT', 'x5t#S256': signer.sha256, ...header };
    const input = `${encodePart(head)}.${encodePart(payload)}`;
    return `${input}.${sign('sha256', Buffer.from(input), createPrivateKey(signer.keyPem)).toString('base64url')}`;
  };
  const send = async (identity: Identity, assertion: string, changes: Form = {}): Promise<Reply> => {
    const client = createMtlsClient(running, identity);
    try {
      return await client.token({ client_assertion: assertion, client_assertion_type: jwtBearer, ...changes });
    } finally {
      client.close();
    }
  };
  const onOrdinary = (assertion: string, changes: Form = {}): Promise<Reply> =>
    running.token({
      client_secret: undefined,
      client_assertion: assertion,
      client_assertion_type: jwtBearer,
      ...changes,
    });
  const main = (): object => ({ aud: `${running.sts}/${running.tenantId}/oauth2/v2.0/token` });

  it('with the certificate of the connection are Bearer over mTLS, as MSAL.NET sends it', async () => {
    for (const signer of [first, second]) {
      for (const claims of [{}, main()]) {
        const reply = await send(signer, assertionOf(signer, claims), { token_type: undefined });
        assert.equal(reply.body['token_type'], 'Bearer', String(reply.body['error_description']));
        assert.equal('cnf' in claimsOf(reply), false);
      }
    }
  });

  it('with the certificate of the connection get tokens that are bound to it', async () => {
    for (const signer of [first, second]) {
      const reply = await send(signer, assertionOf(signer));
      assert.deepEqual(claimsOf(reply)['cnf'], { 'x5t#S256': signer.sha256 });
    }
  });

  it('of another certificate than that of the connection are refused, both registered or not (AADSTS500181)', async () => {
    const pairs: readonly (readonly [MadeCertificate, MadeCertificate])[] = [
      [first, second],
      [second, first],
      [stranger, first],
      [stranger, second],
    ];
    for (const [presented, signer] of pairs) {
      for (const tokenType of ['mtls_pop', undefined]) {
        assert.equal(codeOf(await send(presented, assertionOf(signer), { token_type: tokenType })), 500181);
      }
    }
    // What names the certificate of the connection, and is signed by another key, is signed by nobody.
    const named = assertionOf(first, {}, { x5c: derOf(second), 'x5t#S256': second.sha256 });
    assert.equal(codeOf(await send(second, named)), 700027);
    assert.equal(codeOf(await send(second, assertionOf(first, {}, { x5c: derOf(second) }))), 700027);
    assert.equal(codeOf(await send(stranger, assertionOf(second, {}, { x5c: derOf(stranger) }))), 700027);
  });

  it('that are bound answer for the certificate they name, and for no other (jwt-pop)', async () => {
    const cnf = { 'x5t#S256': stranger.sha256 };
    const pop = { client_assertion_type: jwtPop };
    const bound = await send(stranger, assertionOf(first, { cnf }), pop);
    assert.deepEqual(claimsOf(bound)['cnf'], cnf);
    const unbound = await send(stranger, assertionOf(first, { cnf }), { ...pop, token_type: undefined });
    assert.equal(unbound.body['token_type'], 'Bearer');
    for (const thief of [second, first, await makeCertificate({ subject: 'CN=stranger' })]) {
      assert.equal(codeOf(await send(thief, assertionOf(first, { cnf }), pop)), 500181);
    }
    const odd = [undefined, {}, { jkt: stranger.sha256 }, { kid: stranger.sha256 }, { ...cnf, kid: stranger.sha256 }];
    for (const wrong of [...odd, [cnf], stranger.sha256, { 'x5t#S256': 'x' }]) {
      assert.equal(codeOf(await send(stranger, assertionOf(first, { cnf: wrong }), pop)), 50027, JSON.stringify(wrong));
    }
  });

  it('that are bound are never taken for unbound ones', async () => {
    const cnf = { 'x5t#S256': first.sha256 };
    assert.equal(codeOf(await send(first, assertionOf(first, { cnf }))), 50027);
    assert.equal(codeOf(await onOrdinary(assertionOf(first, { ...main(), cnf }))), 50027);
    const asPop = await onOrdinary(assertionOf(first, { ...main(), cnf }), { client_assertion_type: jwtPop });
    assert.equal(codeOf(asPop), 392200);
  });

  it('do not leave the mTLS endpoint: what is addressed to it is not for the ordinary one', async () => {
    assert.equal((await onOrdinary(assertionOf(first, main()))).status, 200);
    assert.equal(codeOf(await onOrdinary(assertionOf(first))), 700023);
  });

  it('carry their certificate in x5c, which counts by thumbprint, or by subject and issuer, and by no chain', async () => {
    for (const signer of [first, second]) {
      assert.equal((await onOrdinary(assertionOf(signer, main()))).status, 200);
      assert.equal((await onOrdinary(assertionOf(signer, main(), { x5c: [derOf(signer), derOf(ca)] }))).status, 200);
      // Only its thumbprint or its name is registered: without the certificate there is no key.
      assert.equal(codeOf(await onOrdinary(assertionOf(signer, main(), {}))), 700027);
    }
    const impostorCa = await makeCertificate({ subject: 'CN=Our CA', isAuthority: true });
    const impostors = [
      await makeCertificate({ subject, keyKind: 'rsa-2048' }),
      await makeCertificate({ subject, issuer: impostorCa, keyKind: 'rsa-2048' }),
      await makeCertificate({ subject: 'CN=other', issuer: ca, keyKind: 'rsa-2048' }),
    ];
    for (const impostor of impostors) {
      for (const chain of [[derOf(impostor)], [derOf(impostor), derOf(ca)], [derOf(impostor), derOf(second)]]) {
        assert.equal(codeOf(await onOrdinary(assertionOf(impostor, main(), { x5c: chain }))), 700027);
      }
    }
    const longer = Buffer.concat([second.x509.raw, Buffer.from('more')]).toString('base64');
    for (const leaf of [longer, `${derOf(second)} `, derOf(second).replace(/=*$/, '\n'), '', 'AAAA']) {
      assert.equal(codeOf(await onOrdinary(assertionOf(second, main(), { x5c: [leaf] }))), 700027);
    }
  });

  it('of a revoked certificate are refused (AADSTS7000214)', async () => {
    revoked.add(second.sha256);
    assert.equal(codeOf(await onOrdinary(assertionOf(second, main()))), 7000214);
    assert.equal(codeOf(await send(second, assertionOf(second))), 7000214);
    revoked.delete(second.sha256);
    assert.equal((await onOrdinary(assertionOf(second, main()))).status, 200);
  });
});
