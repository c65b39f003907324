import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { createRelyingParty, type RelyingParty, type UpstreamQuestion } from '@holdfast/mits';
import { type ConfidentialClient, createConfidentialClient, type Transport } from '@holdfast/node';
import { createGate } from '@holdfast/testing';
import { type RunningAuthority, runAuthority } from '../../../authority/test/harness/running-authority.ts';
import { type KeyedIdentity, keyedIdentities } from '../harness/identities.ts';
import { hashOf } from '../harness/node-client.ts';

suite('the relying party, with a real authority', () => {
  let authority: RunningAuthority;
  let identity: KeyedIdentity;
  let question: UpstreamQuestion;

  before(async () => {
    authority = await runAuthority();
    identity = (await keyedIdentities(authority.authority))['worker']!;
    question = { identity, resource: 'api://orders', capabilities: ['cp1'] };
  });
  after(() => authority.close());

  const issued = () => authority.events.filter(({ name }) => name === 'token.issued').length;
  const openOne = (capabilities: readonly string[], transport: Transport): ConfidentialClient => {
    const { tenantId, clientId, certificate, privateKey } = identity;
    return createConfidentialClient({
      authority: `${authority.sts}/${tenantId}`,
      clientId,
      clientCertificate: { certificate, privateKey },
      clientCapabilities: capabilities,
      transport,
    });
  };
  const transport: Transport = (request) => authority.fetch(request);
  const make = (part: { maxClients?: number } = {}) => {
    const opened: string[] = [];
    const closed: string[] = [];
    const relyingParty = createRelyingParty({
      openClient: ({ capabilities }) => {
        const name = capabilities.join();
        opened.push(name);
        const client = openOne(capabilities, transport);
        return { ...client, close: async () => void closed.push(name) };
      },
      ...part,
    });
    return { relyingParty, opened, closed };
  };

  test('it authenticates with the certificate of the identity, and the token is that identity’s', async () => {
    const { relyingParty } = make();
    const { accessToken, lifeSeconds, freshSeconds } = await relyingParty.requestToken(question);
    const claims = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString());
    assert.equal(claims.oid, identity.objectId);
    assert.equal(claims.xms_mirid, identity.resourceId);
    assert.deepEqual(claims.xms_cc, ['cp1']);
    assert.ok(Math.abs(lifeSeconds - (claims.exp - claims.iat)) <= 2);
    assert.ok(freshSeconds > 0 && freshSeconds < lifeSeconds);
    await relyingParty.close();
  });

  test('what it gives is new, with a hash that fits its cache, with one that does not, and with none', async () => {
    const { relyingParty } = make();
    const seen = new Set<string>();
    let last = '';
    for (const hash of [undefined, undefined, 'last', hashOf('of another process'), 'last']) {
      const before = issued();
      const tokenHash = hash === 'last' ? hashOf(last) : hash;
      last = (await relyingParty.requestToken({ ...question, tokenHash })).accessToken;
      assert.equal(seen.has(last), false, 'a token came twice');
      assert.equal(issued() - before, 1);
      seen.add(last);
    }
    await relyingParty.close();
  });

  test('each set of capabilities has a client of its own, in whatever order they come', async () => {
    const { relyingParty, opened, closed } = make();
    for (const capabilities of [['cp1'], ['cp1', 'cp2'], ['cp2', 'cp1'], []]) {
      await relyingParty.requestToken({ ...question, capabilities });
    }
    assert.deepEqual(opened, ['cp1', 'cp1,cp2', '']);
    await relyingParty.close();
    assert.deepEqual(closed.sort(), ['', 'cp1', 'cp1,cp2']);
  });

  test('it keeps so many clients and no more, and closes none that is at work', async () => {
    const gate = createGate();
    let isHeld = true;
    const closed: string[] = [];
    const relyingParty: RelyingParty = createRelyingParty({
      maxClients: 2,
      openClient: ({ capabilities }) => {
        const name = capabilities.join();
        const client = openOne(capabilities, async (request) => {
          if (name === 'held' && isHeld) await gate.opened;
          return transport(request);
        });
        return { ...client, close: async () => void closed.push(name) };
      },
    });
    const held = relyingParty.requestToken({ ...question, capabilities: ['held'] });
    for (const name of ['a', 'b', 'c']) await relyingParty.requestToken({ ...question, capabilities: [name] });
    assert.deepEqual(closed, ['a', 'b']);
    isHeld = false;
    gate.open();
    await held;
    await relyingParty.close();
    assert.deepEqual(closed.sort(), ['a', 'b', 'c', 'held']);
  });

  test('a client that could not be opened is opened anew', async () => {
    let attempts = 0;
    const relyingParty = createRelyingParty({
      openClient: async ({ capabilities }) => {
        attempts += 1;
        if (attempts === 1) throw new Error('the key vault is away');
        return openOne(capabilities, transport);
      },
    });
    await assert.rejects(relyingParty.requestToken(question), /the key vault is away/);
    assert.ok((await relyingParty.requestToken(question)).accessToken);
    await relyingParty.close();
  });
});

test('options that are none', () => {
  assert.throws(() => createRelyingParty({} as never), TypeError);
  const openClient = () => undefined as never;
  assert.throws(() => createRelyingParty({ openClient, maxClients: 0 }), TypeError);
  const misspelt = { openClient, maxClient: 5 };
  assert.throws(() => createRelyingParty(misspelt), { name: 'TypeError', message: 'unknown option: maxClient' });
});
