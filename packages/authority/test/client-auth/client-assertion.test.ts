import assert from 'node:assert/strict';
import { createHash, createSecretKey, generateKeyPairSync, type X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createFakeClock } from '@holdfast/testing';
import {
  type ClientAssertions,
  createClientAssertions,
  encodePart as encode,
  jwtBearer,
} from '../harness/client-assertions.ts';
import { claimsOf, codeOf, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('client assertions (RFC 7523 section 3)', () => {
  let running: RunningAuthority;
  let assertions: ClientAssertions;
  let certificate: X509Certificate;
  let sha256: string;
  let sha1: string;
  const clock = createFakeClock(Date.now());
  before(async () => {
    running = await runAuthority({ clock });
    assertions = await createClientAssertions(running, clock);
    ({ certificate, sha256, sha1 } = assertions);
  });
  after(() => running.close());

  const now = (): number => Math.floor(clock() / 1000);
  const claims: ClientAssertions['claims'] = (changes) => assertions.claims(changes);
  const signed: ClientAssertions['signed'] = (...parts) => assertions.signed(...parts);
  const send: ClientAssertions['send'] = (assertion) => assertions.send(assertion);
  const ps256: ClientAssertions['ps256'] = () => assertions.ps256();
  const expectCode = (reply: Reply, code: number, label: string): void => {
    assert.equal(codeOf(reply), code, `${label}: ${String(reply.body['error_description'])}`);
    assert.deepEqual([reply.status, reply.body['error']], [401, 'invalid_client'], label);
  };

  it('are taken in every form that real clients send', async () => {
    const x5c = [certificate.raw.toString('base64')];
    const floats = claims({ exp: now() + 600.25, iat: now() - 0.75, nbf: undefined });
    const rows: readonly (readonly [string, object, object])[] = [
      ['msal-node SHA-256', ps256(), claims()],
      ['msal-node SHA-256 with chain', { ...ps256(), x5c }, claims()],
      ['msal-node SHA-1', { alg: 'RS256', typ: 'JWT', x5t: sha1 }, claims()],
      ['msal-python: padded x5t, fractions', { alg: 'RS256', typ: 'JWT', x5t: `${sha1}=` }, floats],
      ['msal-python: one certificate as text', { alg: 'RS256', x5t: `${sha1}=`, x5c: x5c[0] }, floats],
      ['x5c alone', { alg: 'RS256', x5c }, claims()],
      ['times as text', ps256(), claims({ exp: String(now() + 600), iat: `${now()}.5` })],
      ['no iat and no nbf', ps256(), claims({ iat: undefined, nbf: undefined })],
    ];
    for (const [label, header, payload] of rows) {
      const reply = await send(signed(header, payload));
      assert.equal(reply.status, 200, `${label}: ${String(reply.body['error_description'])}`);
      assert.equal(claimsOf(reply)['azpacr'], '2', label);
    }
  });

  it('are taken for every spelling of this token endpoint, and for the issuer', async () => {
    const { sts, tenantId } = running;
    const spelled = [tenantId, tenantId.toUpperCase(), 'contoso.example'].flatMap((name) => [
      `${sts}/${name}/oauth2/v2.0/token`,
      `${sts}/${name}/oauth2/v2.0/token/`,
      `${sts}/${name}/v2.0`,
      `${sts}/${name}/`,
    ]);
    for (const aud of [...spelled, [spelled[0]]]) {
      assert.equal((await send(signed(ps256(), claims({ aud })))).status, 200, String(aud));
    }
  });

  it('for anybody else are refused (AADSTS700023)', async () => {
    const { sts, tenantId, description } = running;
    const mine = `${sts}/${tenantId}/oauth2/v2.0/token`;
    const rows = [
      undefined,
      '',
      sts,
      `${sts}/${description.tenants[1]!.id}/oauth2/v2.0/token`,
      `${mine}?x`,
      mine.replace('localhost', '127.0.0.1'),
      'https://login.microsoftonline.com/x',
      [mine, 'https://evil.example'],
      [],
      7,
      `${mine}//`,
    ];
    for (const aud of rows)
      expectCode(await send(signed(ps256(), claims({ aud }))), 700023, JSON.stringify(aud) ?? 'absent');
  });

  it('of another application are refused (AADSTS700021)', async () => {
    const other = running.application('web-app').clientId;
    for (const changes of [
      { iss: other },
      { sub: other },
      { iss: undefined },
      { sub: 7 },
      { iss: other, sub: other },
    ]) {
      expectCode(await send(signed(ps256(), claims(changes))), 700021, JSON.stringify(changes));
    }
  });

  it('are held to their time, with 300 seconds of difference between clocks (AADSTS700024)', async () => {
    const fine = [{ exp: now() - 299 }, { exp: now() + 3900 }, { nbf: now() + 300 }, { iat: now() + 300 }];
    for (const changes of fine)
      assert.equal((await send(signed(ps256(), claims(changes)))).status, 200, JSON.stringify(changes));
    const wrong = [
      { exp: undefined },
      { exp: now() - 300 },
      { exp: now() + 3901 },
      { exp: 'soon' },
      { exp: null },
      { exp: 1e300 },
      { nbf: now() + 301 },
      { iat: now() + 301 },
      { nbf: 'x' },
      { iat: {} },
      { exp: '' },
      { exp: '1e10' },
    ];
    for (const changes of wrong)
      expectCode(await send(signed(ps256(), claims(changes))), 700024, JSON.stringify(changes));
  });

  it('name a registered certificate, and one only (AADSTS700027)', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const web = running.application('web-app');
    const x5c = [certificate.raw.toString('base64')];
    const rows: readonly (readonly [string, string])[] = [
      ['no certificate named', signed({ alg: 'PS256' }, claims())],
      ['kid only', signed({ alg: 'PS256', kid: sha256 }, claims())],
      ['another thumbprint', signed({ alg: 'PS256', 'x5t#S256': sha1 }, claims())],
      ['contradicting thumbprints', signed({ ...ps256(), x5t: sha256 }, claims())],
      ['contradicting chain', signed({ ...ps256(), x5c: ['AAAA'] }, claims())],
      ['a stranger, under our thumbprint', signed(ps256(), claims(), stranger.privateKey)],
      [
        'another algorithm than was signed',
        `${encode({ ...ps256(), alg: 'RS256' })}.${signed(ps256(), claims()).split('.').slice(1).join('.')}`,
      ],
      [
        'an algorithm that does not fit the key',
        `${encode({ ...ps256(), alg: 'ES256' })}.${encode(claims())}.${Buffer.alloc(64, 1).toString('base64url')}`,
      ],
      [
        'another payload',
        `${signed(ps256(), claims()).split('.')[0]}.${encode(claims({ jti: 'two' }))}.${signed(ps256(), claims()).split('.')[2]}`,
      ],
    ];
    for (const [label, assertion] of rows) expectCode(await send(assertion), 700027, label);
    const asWeb = { client_id: web.clientId, client_secret: undefined, client_assertion_type: jwtBearer };
    const assertion = signed({ ...ps256(), x5c }, claims({ iss: web.clientId, sub: web.clientId }));
    expectCode(
      await running.token({ ...asWeb, client_assertion: assertion }),
      700027,
      'an application without certificate',
    );
  });

  it('that are not signed tokens are refused before anything is believed (AADSTS50027)', async () => {
    const hs256 = (secret: string | Buffer): string => {
      const input = `${encode({ ...ps256(), alg: 'HS256' })}.${encode(claims())}`;
      const mac = createHash('sha256')
        .update(createSecretKey(Buffer.from(secret)).export())
        .update(input)
        .digest('base64url');
      return `${input}.${mac}`;
    };
    const valid = signed(ps256(), claims());
    const rows: readonly (readonly [string, string])[] = [
      ['alg none', `${encode({ alg: 'none' })}.${encode(claims())}.`],
      ['alg None with a signature', `${encode({ ...ps256(), alg: 'None' })}.${encode(claims())}.AAAA`],
      ['HS256 with the certificate as secret', hs256(certificate.toString())],
      ['RS512', `${encode({ ...ps256(), alg: 'RS512' })}.${encode(claims())}.AAAA`],
      ['crit', signed({ ...ps256(), crit: ['exp'] }, claims())],
      ['jku', signed({ ...ps256(), jku: 'https://localhost' }, claims())],
      ['jwk', signed({ ...ps256(), jwk: {} }, claims())],
      ['four parts', `${valid}.AAAA`],
      ['padding', `${valid}=`],
      ['text', 'assertion'],
      ['an array as payload', signed(ps256(), [])],
      ['a claim twice', signed(ps256(), '{"iss":"a","iss":"b"}')],
      ['20 KiB', signed(ps256(), claims({ filler: 'a'.repeat(20_000) }))],
    ];
    for (const [label, assertion] of rows) {
      const reply = await send(assertion);
      expectCode(reply, 50027, label);
      assert.equal(JSON.stringify(reply.body).includes(assertion.slice(0, 20)), false, label);
    }
    const pop = { client_secret: undefined, client_assertion: valid };
    const type = 'urn:ietf:params:oauth:client-assertion-type:';
    expectCode(await running.token({ ...pop, client_assertion_type: `${type}saml2-bearer` }), 50027, 'another type');
  });

  it('may be used again: clients send one for ten minutes', async () => {
    const assertion = signed(ps256(), claims());
    assert.equal((await send(assertion)).status, 200);
    assert.equal((await send(assertion)).status, 200);
  });

  it('of a certificate that has ended are refused (AADSTS1000502)', async () => {
    clock.setTo(certificate.validToDate.getTime() + 1000);
    expectCode(await send(signed(ps256(), claims())), 1000502, 'ended');
    clock.setTo(certificate.validFromDate.getTime() - 1000);
    expectCode(await send(signed(ps256(), claims())), 1000502, 'not begun');
  });
});
