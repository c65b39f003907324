import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type AadstsReason, aadsts, parseDirectory } from '@holdfast/authority';
import { assertShowsNoSecret, type Secret, secret } from '@holdfast/testing';
import { jwtBearer } from '../harness/client-assertions.ts';
import { createMachineIdentity, type MachineIdentity, makeKey, signJws } from '../harness/machine-identity.ts';
import { createMtlsClient, issuedIdentity, type MtlsClient } from '../harness/mtls-client.ts';
import { claimsOf, type Form, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const jwtPop = 'urn:ietf:params:oauth:client-assertion-type:jwt-pop';
const exchange = 'api://AzureADTokenExchange/.default';
const directory = `
resources:
  api://v1-exchange: { accessTokenVersion: 1 }
tenants:
  contoso.example:
    applications:
      inner: { federatedCredentials: [{ identity: worker }, { identity: worker, audience: api://v1-exchange }] }
      outer: { federatedCredentials: [{ application: inner }], grantedRoles: { api://orders: [Orders.Read] } }
      bound: { federatedCredentials: [{ identity: worker }], tokenBinding: required }
      namesake: { federatedCredentials: [{ application: worker }] }
      worker: { secret: generate }
`;

describe('tokens of somebody whom an application trusts', () => {
  let running: RunningAuthority;
  let worker: MachineIdentity;
  let client: MtlsClient & { readonly thumbprint: string };
  let now = Date.now();
  const key = makeKey();
  const secrets: Secret[] = [];
  before(async () => {
    running = await runAuthority({ clock: () => now, directory: parseDirectory(directory) });
    worker = createMachineIdentity(running, 'worker', () => now);
    client = worker.client(key, await worker.credential({ csr: await worker.csr(key) }));
  });
  after(async () => {
    worker.close();
    await running.close();
  });

  const as = (name: string, assertion: string, changes: Form = {}): Form => {
    secrets.push(secret('assertion', assertion));
    const { clientId } = running.application(name);
    return {
      client_id: clientId,
      client_assertion: assertion,
      client_assertion_type: jwtPop,
      scope: exchange,
      ...changes,
    };
  };
  const tokenOf = (reply: Reply): string => {
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return String(reply.body['access_token']);
  };
  const expectRow = (reply: Reply, reason: AadstsReason, word?: string): void => {
    const { code, status } = aadsts[reason];
    assert.deepEqual([reply.status, reply.body['error_codes']], [status, [code]], JSON.stringify(reply.body));
    if (word !== undefined) assert.ok(String(reply.body['error_description']).includes(word));
    assertShowsNoSecret([reply.body, running.events], secrets);
  };
  const leg1 = async (changes: Form = {}): Promise<string> =>
    tokenOf(await client.token({ scope: exchange, ...changes }));

  it('lead in three legs from an identity over an inner to an outer application, with one certificate throughout', async () => {
    const first = await client.token({ scope: exchange });
    const second = await client.token(as('inner', tokenOf(first)));
    const third = await client.token(as('outer', tokenOf(second), { scope: 'api://orders/.default' }));
    tokenOf(third);
    const cnf = { 'x5t#S256': client.thumbprint };
    for (const reply of [first, second, third]) {
      const { cnf: bound, xms_tb } = claimsOf(reply);
      assert.deepEqual([reply.body['token_type'], bound, xms_tb], ['mtls_pop', cnf, 'mtls_pop']);
    }
    const { azp, azpacr, roles } = claimsOf(third);
    assert.deepEqual([azp, azpacr, roles], [running.application('outer').clientId, '2', ['Orders.Read']]);
    const last = running.events.at(-1);
    assert.equal(last?.name === 'token.issued' && last.clientAuthentication, 'private_key_jwt');
  });

  it('give an unbound token over the same certificate where one is asked for, and not where the application forbids it', async () => {
    const reply = await client.token(as('inner', await leg1(), { token_type: undefined }));
    assert.equal(reply.body['token_type'], 'Bearer');
    expectRow(await client.token(as('bound', await leg1(), { token_type: undefined })), 'bindingRequiredByApplication');
    assert.equal((await client.token(as('bound', await leg1()))).body['token_type'], 'mtls_pop');
  });

  it('count on the ordinary endpoint where they are not bound, also those of version 1', async () => {
    for (const scope of [exchange, 'api://v1-exchange/.default']) {
      const unbound = await leg1({ token_type: undefined, scope });
      const form = as('inner', unbound, { client_assertion_type: jwtBearer, client_secret: undefined });
      assert.equal((await running.token(form)).body['token_type'], 'Bearer');
    }
  });

  it('are never worth more than they were: a bound one is no bearer assertion, an unbound one vouches for no certificate', async () => {
    const bound = await leg1();
    const unbound = await leg1({ token_type: undefined });
    const asBearer = { client_assertion_type: jwtBearer };
    const plain = { ...asBearer, client_secret: undefined };
    expectRow(await client.token(as('inner', bound, asBearer)), 'assertionMalformed', 'jwt-pop');
    expectRow(await running.token(as('inner', bound, plain)), 'assertionMalformed', 'jwt-pop');
    expectRow(await running.token(as('inner', bound, { client_secret: undefined })), 'clientCertificateMissing');
    expectRow(await client.token(as('inner', unbound, asBearer)), 'certificateMismatch');
    expectRow(await client.token(as('inner', unbound)), 'assertionMalformed', 'cnf');
  });

  it('are worth nothing with another certificate, not even with another one of the same key', async () => {
    const token = await leg1();
    const renewed = worker.client(key, await worker.credential({ csr: await worker.csr(key) }, '&bypass_cache=true'));
    expectRow(await renewed.token(as('inner', token)), 'certificateMismatch');
    const other = createMtlsClient(running, await issuedIdentity(running));
    expectRow(await other.token(as('inner', token)), 'certificateMismatch');
    other.close();
  });

  it('must be of whoever the application trusts, and for the exchange of tokens', async () => {
    const own = createMachineIdentity(running, 'system', () => now);
    const system = own.client(key, await own.credential({ csr: await own.csr(key) }));
    const token = tokenOf(await system.token({ scope: exchange }));
    expectRow(await system.token(as('inner', token)), 'federatedSubjectUnknown');
    expectRow(await client.token(as('outer', await leg1())), 'federatedSubjectUnknown');
    // An application of the same name is somebody else.
    expectRow(await client.token(as('namesake', await leg1())), 'federatedSubjectUnknown');
    expectRow(
      await client.token(as('inner', await leg1({ scope: 'api://orders/.default' }))),
      'federatedAudienceWrong',
    );
    expectRow(await client.token(as('daemon', await leg1())), 'federatedAudienceWrong');
    own.close();
  });

  it('must be signed by this authority, unchanged, and in force', async () => {
    const [header, payload, signature] = (await leg1()).split('.') as [string, string, string];
    const read = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
    expectRow(await client.token(as('inner', signJws(read(header), read(payload), key.key))), 'assertionNotVerified');
    const foreign = signJws({ ...read(header), kid: 'x'.repeat(43) }, read(payload), key.key);
    expectRow(await client.token(as('inner', foreign)), 'assertionNotVerified', 'key was not found');
    const swapped = Buffer.from(JSON.stringify({ ...read(payload), roles: ['x'] })).toString('base64url');
    expectRow(await client.token(as('inner', `${header}.${swapped}.${signature}`)), 'assertionNotVerified');
    // An attestation token is signed by a key of this authority as well, and is no assertion.
    expectRow(await client.token(as('inner', await worker.attest(key))), 'assertionMalformed');
    const token = await leg1();
    now += 86_400_000 + 298_000;
    tokenOf(await client.token(as('inner', token)));
    now += 1000;
    expectRow(await client.token(as('inner', token)), 'assertionTimeWrong');
  });

  it('are worth nothing once they, their identity or their certificate are revoked', async () => {
    const revoke = (wish: object): Promise<Response> =>
      running.admin('/revoke', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(wish),
      });
    const token = await leg1();
    await revoke({ uti: JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).uti });
    expectRow(await client.token(as('inner', token)), 'federatedTokenRevoked');
    const next = await leg1();
    await revoke({ identity: worker.clientId });
    expectRow(await client.token(as('inner', next)), 'federatedTokenRevoked');
    now += 1000;
    const last = await leg1();
    await revoke({ x5t: client.thumbprint });
    const refused = await client.token(as('inner', last));
    assert.deepEqual([refused.status, refused.body], [401, { error: 'invalid_client' }]);
  });
});
