import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import type { Revocation } from '../../src/revocation/revocation.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const thumbprint = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
const hex = Buffer.from(thumbprint, 'base64url').toString('hex');
const namesake = `
tenants:
  contoso.example:
    users: { twin@contoso.example: {}, lovelace@contoso.example: {} }
  fabrikam.example:
    users: { twin@contoso.example: {} }
`;

describe('POST /revoke', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority({ directory: parseDirectory(namesake) });
  });
  after(() => running.close());

  const send = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    running.admin('/revoke', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const revoke = async (body: unknown): Promise<Revocation> => {
    const response = await send(JSON.stringify(body));
    assert.equal(response.status, 201, await response.clone().text());
    return (await response.json()) as Revocation;
  };
  const refusal = async (body: string): Promise<readonly [number, unknown, string]> => {
    const response = await send(body);
    const { code, message } = (await response.json()) as { code: unknown; message: string };
    return [response.status, code, message];
  };

  it('takes names and ids of the directory, in any letter case, and answers with the entry', async () => {
    const { directory } = running.authority;
    const ada = directory.users.find(({ username }) => username === 'ada@contoso.example')!;
    const daemon = running.application('daemon');
    const application = directory.applications.find(({ name }) => name === 'daemon')!;
    const worker = directory.identities.find(({ name }) => name === 'worker')!;
    const rows: readonly (readonly [object, string])[] = [
      [{ user: 'ada@contoso.example' }, ada.objectId],
      [{ user: 'ADA@Contoso.example' }, ada.objectId],
      [{ user: ada.objectId.toUpperCase() }, ada.objectId],
      [{ application: 'daemon' }, daemon.clientId],
      [{ application: daemon.clientId }, daemon.clientId],
      [{ application: application.objectId }, daemon.clientId],
      [{ identity: 'worker' }, worker.objectId],
      [{ identity: worker.clientId }, worker.objectId],
      [{ identity: worker.objectId }, worker.objectId],
      [{ identity: worker.resourceId?.toUpperCase() }, worker.objectId],
    ];
    for (const [body, value] of rows) {
      const before = Math.floor(Date.now() / 1000);
      const entry = await revoke(body);
      assert.deepEqual([entry.value, entry.tenant], [value, running.tenantId], JSON.stringify(body));
      assert.ok(entry.revokedAt >= before && entry.revokedAt <= Math.floor(Date.now() / 1000) + 1);
      assert.equal(entry.expiresAt - entry.revokedAt, 86_400 + 300, 'the longest life, and what validators forgive');
      assert.match(entry.id, /^[0-9a-f]{8}-\d+$/);
    }
  });

  it('takes thumbprints, of certificates also in hexadecimal, and ids of tokens', async () => {
    const colons = hex.toUpperCase().match(/../g)!.join(':');
    for (const x5t of [thumbprint, hex, hex.toUpperCase(), colons]) {
      const { kind, value, tenant } = await revoke({ x5t });
      assert.deepEqual([kind, value, tenant], ['x5t', thumbprint, undefined]);
    }
    assert.equal((await revoke({ jkt: thumbprint })).value, thumbprint);
    const claims = { access_token: { acrs: { essential: true, value: 'c1' }, nbf: null }, id_token: {} };
    assert.deepEqual((await revoke({ uti: 'aBc-123_xyz', claims })).claims, claims);
    const { id, kind, value, revokedAt, expiresAt } = await revoke({ uti: 'aBc-123_xyz' });
    assert.deepEqual(running.events.at(-1), { name: 'revocation.added', id, kind, value, revokedAt, expiresAt });
  });

  it('says that nobody has a name, and never repeats it', async () => {
    for (const kind of ['user', 'application', 'identity']) {
      for (const name of [
        'nobody-here',
        '11111111-2222-3333-4444-555555555555',
        '__proto__',
        'constructor',
        '*',
        'orders-api ',
      ]) {
        const [status, code, message] = await refusal(JSON.stringify({ [kind]: name }));
        assert.deepEqual([status, code], [404, 'ERR_ADMIN_UNKNOWN'], `${kind} ${name}`);
        assert.equal(message.includes(name), name === '*' && message.includes('*'));
      }
    }
    const [status, , message] = await refusal('{"user":"twin@contoso.example"}');
    assert.equal(status, 400);
    assert.match(message, /several have this name/);
  });

  it('refuses whatever it does not understand, and revokes nothing then', async () => {
    const live = async () =>
      ((await (await running.admin('/counters')).json()) as { revocations: { live: number } }).revocations.live;
    const before = await live();
    const bodies: readonly unknown[] = [
      {},
      [],
      { user: 'ada@contoso.example', uti: 'aBc-123_xyz' },
      { jkt: thumbprint, x5t: thumbprint },
      { application: 'daemon', reason: 'x' },
      { claims: { access_token: { nbf: null } } },
      { constructor: 'daemon' },
      { hasOwnProperty: 'daemon' },
      { toString: thumbprint },
      { attestation: 'x' },
      { User: 'ada@contoso.example' },
      ...[null, 7, true, '', [], ['daemon'], {}, 'x'.repeat(513), 'x'.repeat(60_000)].map((application) => ({
        application,
      })),
      ...['', 'short', 'a b c d e f', 'x'.repeat(129), '../../../etc', 'ü'.repeat(8), null].map((uti) => ({ uti })),
      ...[hex, thumbprint.slice(1), `${thumbprint}=`, thumbprint.replace(/.$/, 't'), 'x'.repeat(43), 1].map((jkt) => ({
        jkt,
      })),
      ...[hex.slice(0, 40), `${hex}00`, `:${hex}`, thumbprint.slice(1), `${thumbprint}=`, 'z'.repeat(64)].map(
        (x5t) => ({ x5t }),
      ),
      ...[
        null,
        'x',
        [],
        {},
        { access_token: {} },
        { access_token: null },
        { access_token: { acrs: 'c1' } },
        { id_token: { acrs: null } },
        { access_token: { acrs: null }, id_token: 7 },
        { access_token: { acrs: { value: 'x'.repeat(2048) } } },
      ].map((claims) => ({ uti: 'aBc-123_xyz', claims })),
    ];
    for (const body of bodies) {
      const [status, code, message] = await refusal(JSON.stringify(body));
      assert.deepEqual([status, code], [400, 'ERR_ADMIN_REQUEST'], JSON.stringify(body).slice(0, 100));
      assert.ok(message.length < 300);
    }
    const texts = [
      '',
      '{',
      '{"uti":"aBc-123_xyz","uti":"aBc-123_xyz"}',
      '{"__proto__":"daemon"}',
      '{"application":"daemon","__proto__":{}}',
    ];
    for (const text of texts) assert.equal((await refusal(text))[0], 400, text);
    assert.equal((await send(`{"uti":"${'x'.repeat(70_000)}"}`)).status, 413);
    assert.equal(await live(), before);
  });

  it('is for nobody without the key, nor for a page', async () => {
    const body = '{"application":"daemon"}';
    const count = running.events.length;
    for (const headers of [{ authorization: '' }, { authorization: 'Bearer wrong' }]) {
      assert.equal((await send(body, headers)).status, 401);
    }
    assert.equal((await send(body, { origin: 'http://127.0.0.1' })).status, 403);
    assert.equal((await running.admin('/revoke')).status, 404, 'GET');
    assert.equal(running.events.length, count);
  });

  it('a flood of it is bounded: the answer says so, and no entry is lost', async (test) => {
    const dataDirectory = join(await mkdtemp(join(tmpdir(), 'holdfast-flood-')), 'data');
    const earlier = await runAuthority({ dataDirectory });
    await earlier.close();
    // A book that lacks ten entries, as a flood leaves it behind.
    const revokedAt = Math.floor(Date.now() / 1000);
    const entries = Array.from({ length: 7990 }, (_, index) => {
      return { number: index + 1, kind: 'uti', value: `earlier-${index}`, revokedAt, expiresAt: revokedAt + 3600 };
    });
    const book = { format: 1, book: '0123abcd', last: 7990, entries };
    await writeFile(join(dataDirectory, 'revocations.json'), JSON.stringify(book));
    const one = await runAuthority({ dataDirectory });
    test.after(() => one.close());
    const flood = Array.from({ length: 60 }, async (_, index) => {
      const body = JSON.stringify({ uti: `flood-entry-${index}` });
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
      const response = await one.admin('/revoke', init);
      const { code } = (await response.json()) as { code?: string };
      if (response.status !== 201) assert.deepEqual([response.status, code], [503, 'ERR_ADMIN_FULL']);
      return response.status;
    });
    assert.equal((await Promise.all(flood)).filter((status) => status === 201).length, 10);
    const counters = (await (await one.admin('/counters')).json()) as { revocations: { live: number } };
    assert.equal(counters.revocations.live, 8000);
    assert.equal((await one.token()).status, 200);
    await one.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });
});
