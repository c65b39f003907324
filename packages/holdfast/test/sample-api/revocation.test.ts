import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { defaultConfiguration } from '@holdfast/authority';
import { decodeCompactJws, findChallenge, parseClaimsChallenge, parseWwwAuthenticate } from '@holdfast/core';
import {
  type BoundFetch,
  type ConfidentialClient,
  type ConfidentialClientOptions,
  createBoundFetch,
  createConfidentialClient,
  createTlsTransport,
  type TlsTransport,
} from '@holdfast/node';
import { createMtlsPool, type MtlsPool, parsePemCertificate } from '@holdfast/node/mtls';
import { type House, type HouseEvent, openHouse } from '../../src/up/house.ts';
import { temporaryFolder } from '../support/holdfast-process.ts';
import { scopes } from '../support/scene.ts';

// Everything is real and in this process: authority, admin stream, both sample APIs. What happened is counted at the servers.

type Scheme = 'bearer' | 'pop' | 'mtls_pop';

suite('a token is revoked at the authority, and refused at the sample API', () => {
  let house: House;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let transport: TlsTransport;
  let pool: MtlsPool;
  let ca: string;
  let events: HouseEvent[] = [];
  const clients: ConfidentialClient[] = [];

  before(async () => {
    folder = await temporaryFolder();
    house = await openHouse({
      directory: defaultConfiguration,
      dataDirectory: folder.path,
      host: 'localhost',
      portBase: 0,
      events: (event) => events.push(event),
    });
    ca = readFileSync(house.description.caFile ?? '', 'utf8');
    transport = createTlsTransport({ ca });
    pool = createMtlsPool({ ca });
  });
  after(async () => {
    for (const client of clients) await client.close();
    await transport?.close();
    await pool?.close();
    await house?.close();
    await folder?.remove();
  });

  const daemon = () => house.description.applications.find(({ name }) => name === 'daemon') ?? assert.fail('no daemon');
  const certificate = () => ({
    certificate: readFileSync(daemon().certFile ?? '', 'utf8'),
    privateKey: readFileSync(daemon().keyFile ?? '', 'utf8'),
  });

  /** A client that can answer a claims challenge, and how it calls. */
  function openClient(scheme: Scheme): { readonly client: ConfidentialClient; readonly call: BoundFetch } {
    const { tenantId, clientId, secret } = daemon();
    const credential: Partial<ConfidentialClientOptions> =
      scheme === 'mtls_pop' ? { clientCertificate: certificate(), ca } : { clientSecret: secret, transport };
    const client = createConfidentialClient({
      authority: `${house.description.sts}/${tenantId}`,
      clientId,
      clientCapabilities: ['cp1'],
      ...credential,
    });
    clients.push(client);
    const call = createBoundFetch({
      client,
      scopes,
      authenticationScheme: scheme,
      origins: [originOf(scheme)],
      ...(scheme === 'mtls_pop' ? {} : { transport }),
    });
    return { client, call };
  }

  const originOf = (scheme: Scheme): string => (scheme === 'mtls_pop' ? house.mtlsApi : house.api) ?? '';
  const addressOf = (scheme: Scheme): string => `${originOf(scheme)}${scheme === 'bearer' ? '/open' : ''}/orders`;

  async function revoke(body: object): Promise<{ readonly revokedAt: number }> {
    const { admin, adminKey } = house.description;
    const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
    const response = await fetch(`${admin}/revoke`, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal(response.status, 201, await response.clone().text());
    const entry = (await response.json()) as { readonly revokedAt: number };
    // The sample API hears of it over a connection of its own, before the admin service answers again; and once more, for good measure.
    for (let turn = 0; turn < 2; turn += 1) await (await fetch(`${admin}/counters`, { headers })).body?.cancel();
    return entry;
  }

  /** What the servers saw since it was asked last. */
  function seen(): { issued: number; refused: readonly string[]; passed: number; used: readonly unknown[] } {
    const since = events;
    events = [];
    return {
      issued: since.filter(({ name }) => name === 'token.issued').length,
      refused: since.flatMap((event) => (event.name === 'request.refused' ? [event.code] : [])),
      passed: since.filter(({ name }) => name === 'request.authenticated').length,
      used: since.flatMap((event) => (event.name === 'token.revoked-used' ? [event.kind] : [])),
    };
  }

  /** Sends a token as its rightful owner would, proof and all. */
  async function present(scheme: Scheme, client: ConfidentialClient, token: Awaited<ReturnType<typeof acquire>>) {
    const url = addressOf(scheme);
    const send = async (nonce?: string): Promise<Response> => {
      const request = { method: 'GET', url, headers: [], body: undefined };
      const authorization = await client.signHttpRequest({ token, request, nonce });
      const given = new Request(url, { headers: { authorization } });
      return scheme === 'mtls_pop' ? pool.transport(parsePemCertificate(certificate()))(given) : transport(given);
    };
    const response = await send();
    const challenges = parseWwwAuthenticate(response.headers.get('www-authenticate') ?? '');
    const nonce = findChallenge(challenges, 'pop')?.params.get('nonce');
    return nonce === undefined ? response : send(nonce);
  }

  const acquire = (client: ConfidentialClient, scheme: Scheme) =>
    client.acquireTokenForClient({ scopes, authenticationScheme: scheme });

  for (const scheme of ['bearer', 'pop', 'mtls_pop'] as const) {
    for (const kind of ['application', 'uti'] as const) {
      test(`${scheme}, revoked by ${kind}: one retry brings a new token, and the old one stays refused`, async () => {
        const { client, call } = openClient(scheme);
        assert.equal((await call(addressOf(scheme))).status, 200);
        const old = await acquire(client, scheme);
        const { uti, iat } = decodeCompactJws(old.accessToken).payload;
        seen();
        const { revokedAt } = await revoke({ [kind]: kind === 'uti' ? uti : 'daemon' });
        assert.ok(Number(iat) <= revokedAt);
        assert.equal((await call(addressOf(scheme))).status, 200);
        // Refused once, asked for once, passed once: nothing was tried twice.
        assert.deepEqual(seen(), { issued: 1, refused: ['ERR_TOKEN_REVOKED'], passed: 1, used: [kind] });
        const fresh = await acquire(client, scheme);
        assert.notEqual(fresh.accessToken, old.accessToken);
        assert.ok(Number(decodeCompactJws(fresh.accessToken).payload['iat']) > revokedAt);
        const again = await present(scheme, client, old);
        assert.equal(again.status, 401);
        assert.equal(((await again.json()) as { code?: string }).code, 'ERR_TOKEN_REVOKED');
        assert.equal((await call(addressOf(scheme))).status, 200);
        assert.equal(seen().issued, 0, 'the new token comes from the cache');
      });
    }
  }

  test('the answer carries the challenge in the form that existing clients read, and pages can read it too', async () => {
    const { client } = openClient('pop');
    const token = await acquire(client, 'pop');
    const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
    await revoke({ uti: decodeCompactJws(token.accessToken).payload['uti'], claims });
    const response = await present('pop', client, token);
    assert.equal(response.status, 401);
    const header = response.headers.get('www-authenticate') ?? '';
    assert.match(header, /^Bearer error="insufficient_claims", claims="[A-Za-z0-9+/]+={0,2}"$/);
    const challenge = findChallenge(parseWwwAuthenticate(header), 'bearer');
    assert.deepEqual(parseClaimsChallenge(challenge?.params.get('claims') ?? ''), claims);
    assert.match(response.headers.get('access-control-expose-headers') ?? '', /WWW-Authenticate/);
  });

  test('many calls at once whose token was revoked ask for one new token together', async () => {
    const { client, call } = openClient('pop');
    const url = addressOf('pop');
    assert.equal((await call(url)).status, 200);
    const { uti } = decodeCompactJws((await acquire(client, 'pop')).accessToken).payload;
    await revoke({ uti });
    seen();
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(url)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal(seen().issued, 1);
  });

  test('a revoked key: nobody gets a token for it any more, and a new key heals the client', async () => {
    const { client, call } = openClient('pop');
    const url = addressOf('pop');
    assert.equal((await call(url)).status, 200);
    const old = await acquire(client, 'pop');
    await revoke({ jkt: old.bindingThumbprint });
    seen();
    // The API refuses, the authority too: the call ends with the authority's word and goes round no second time.
    await assert.rejects(call(url), { name: 'TokenRequestRefused' });
    assert.deepEqual(seen(), { issued: 0, refused: ['ERR_TOKEN_REVOKED'], passed: 0, used: ['jkt'] });
    await assert.rejects(acquire(client, 'pop'), { name: 'TokenRequestRefused' });
    await client.rotateProofKey();
    assert.equal((await call(url)).status, 200);
    assert.equal((await present('pop', client, old)).status, 401);
  });

  test('a revoked certificate: whatever is bound to it is refused, by the API and by the authority', async () => {
    const { client, call } = openClient('mtls_pop');
    const url = addressOf('mtls_pop');
    assert.equal((await call(url)).status, 200);
    const old = await acquire(client, 'mtls_pop');
    await revoke({ x5t: old.bindingThumbprint });
    seen();
    await assert.rejects(call(url), { name: 'TokenRequestRefused' });
    assert.deepEqual(seen(), { issued: 0, refused: ['ERR_TOKEN_REVOKED'], passed: 0, used: ['x5t'] });
    assert.equal((await present('mtls_pop', client, old)).status, 401);
  });
});
