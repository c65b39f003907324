import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { askAppService, askImds, type MachineReply } from '../harness/machine-client.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

type Ask = (running: RunningAuthority, query: Readonly<Record<string, string>>) => Promise<MachineReply>;
const services: readonly (readonly [string, Ask])[] = [
  ['IMDS', askImds],
  ['App Service', askAppService],
];
const unknown = '11111111-2222-4333-8444-555555555555';

/** Every spelling that a client in use has, and those that are meant by mistake. */
const spellings = {
  clientId: ['client_id', 'clientid', 'clientId', 'CLIENT_ID', 'client-id'],
  objectId: ['object_id', 'objectid', 'objectId', 'principalId', 'principal_id'],
  resourceId: ['mi_res_id', 'msi_res_id', 'miresid', 'MI_RES_ID', 'resource_id'],
} as const;

describe('which identity a program asks for', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());

  for (const [service, ask] of services) {
    it(`${service}: every parameter in every spelling names the one identity that has the id, and no other`, async () => {
      const [system, worker] = running.description.identities;
      for (const [member, names] of Object.entries(spellings) as [keyof typeof spellings, readonly string[]][]) {
        for (const name of names) {
          for (const identity of [system!, worker!]) {
            const id = identity[member];
            if (id === undefined) continue;
            for (const spelled of [id, id.toUpperCase()]) {
              const { status, body } = await ask(running, { [name]: spelled });
              assert.deepEqual([status, body['client_id']], [200, identity.clientId], `${name}=${spelled}`);
            }
          }
          const stranger = await ask(running, { [name]: unknown });
          assert.equal(stranger.status, 400, name);
          assert.equal('access_token' in stranger.body, false);
          // An id of one kind is none of another.
          const otherKind = member === 'clientId' ? worker!.objectId : worker!.clientId;
          assert.equal((await ask(running, { [name]: otherKind })).status, 400, name);
        }
      }
    });

    it(`${service}: no parameter names the identity of the machine; two, and one given twice, are refused`, async () => {
      const [system, worker] = running.description.identities;
      assert.equal((await ask(running, {})).body['client_id'], system!.clientId);
      const { clientId, objectId, resourceId = '' } = worker!;
      for (const query of [
        { client_id: clientId, object_id: objectId },
        { client_id: clientId, mi_res_id: resourceId },
        { object_id: objectId, msi_res_id: resourceId },
        { client_id: clientId, object_id: objectId, mi_res_id: resourceId },
        { client_id: clientId, object_id: '' },
        { client_id: clientId, clientid: clientId },
        { mi_res_id: resourceId, msi_res_id: resourceId },
        { object_id: objectId, principalId: objectId },
      ]) {
        const reply = await ask(running, query);
        assert.equal(reply.status, 400, JSON.stringify(query));
        assert.equal('access_token' in reply.body, false);
      }
    });
  }

  it('an empty name is not that of the machine', async () => {
    for (const [service, ask] of services) {
      for (const name of ['client_id', 'object_id', 'mi_res_id', 'principalId']) {
        const reply = await ask(running, { [name]: '' });
        assert.equal(reply.status, 400, `${service} ${name}`);
        assert.equal('access_token' in reply.body, false);
      }
    }
  });

  it('IMDS says "Identity not found", on which clients rely', async () => {
    const { status, body } = await askImds(running, { client_id: unknown });
    assert.deepEqual([status, body], [400, { error: 'invalid_request', error_description: 'Identity not found' }]);
  });
});

describe('a machine without an identity of its own', () => {
  const run = (identities: string): Promise<RunningAuthority> =>
    runAuthority({
      directory: parseDirectory(
        `defaults: none\ntenants: { a.example: { identities: { ${identities} } } }\nresources: { api://orders: }`,
      ),
    });

  it('has the one that is assigned to it', async () => {
    const running = await run('only: {}');
    try {
      assert.equal((await askImds(running)).body['client_id'], running.description.identities[0]?.clientId);
    } finally {
      await running.close();
    }
  });

  it('has to be told which, where there are several; and where there are none, it says so', async () => {
    for (const [identities, says] of [
      ['one: {}, two: {}', /^Multiple user assigned identities exist/],
      ['', /^Identity not found$/],
    ] as const) {
      const running = await run(identities);
      try {
        const { status, body } = await askImds(running);
        assert.equal(status, 400);
        assert.match(String(body['error_description']), says);
      } finally {
        await running.close();
      }
    }
  });
});
