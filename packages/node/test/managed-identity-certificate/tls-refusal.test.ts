import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { startMutualServer } from '../mtls/tls-server.ts';
import { type Machine, refusal, startMachine, strangers, vault } from './machine.ts';

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;

/** An STS that takes no client certificate: TLS says so itself. */
async function startRefusing(machine: Machine) {
  const server = await makeCertificate({ kind: 'ec' });
  const refusing = await startMutualServer(server, { rejectUnauthorized: true, ca: strangers.certificate });
  const host = new URL(refusing.origin).host;
  return { ...refusing, host, ca: `${machine.ca}\n${server.certificate}` };
}

suite('TLS refuses the certificate', () => {
  test('it counts as rejected: another one, past the cache, and the request again', async (context) => {
    const machine = await startMachine();
    const refusing = await startRefusing(machine);
    context.after(() => refusing.close());
    let issued = 0;
    machine.script.issue = () => {
      const host = issued++ === 0 ? refusing.host : machine.stsHost;
      machine.script.credentialMembers = { mtls_authentication_endpoint: `https://${host}` };
      return undefined;
    };
    const client = machine.client({ ca: refusing.ca, allowedHosts: [machine.stsHost, refusing.host] });
    assert.ok((await client.acquireToken(bound)).accessToken);
    assert.deepEqual(
      machine.issueRequests.map(({ query }) => query.get('bypass_cache')),
      [null, 'true'],
    );
    assert.equal(machine.told('credential.outcome')[0]?.outcome, 'retry-succeeded');
    assert.equal(machine.told('credential.retried')[0]?.code, 'ERR_TOKEN_ENDPOINT_UNREACHABLE');
  });

  test('once: the second refusal in a row is surfaced: Retry Failed', async (context) => {
    const machine = await startMachine();
    const refusing = await startRefusing(machine);
    context.after(() => refusing.close());
    machine.script.credentialMembers = { mtls_authentication_endpoint: `https://${refusing.host}` };
    const remediation = { maxAttempts: 4 };
    const client = machine.client({ ca: refusing.ca, allowedHosts: [machine.stsHost, refusing.host], remediation });
    await assert.rejects(client.acquireToken(bound), { code: 'ERR_TOKEN_ENDPOINT_UNREACHABLE' });
    assert.deepEqual([machine.issueRequests.length, machine.tokenRequests.length], [2, 0]);
    assert.equal(machine.told('credential.outcome')[0]?.outcome, 'retry-failed');
  });

  test('a server that cannot be reached, or is not trusted, says nothing about the certificate', async (context) => {
    const machine = await startMachine();
    const untrusted = await startMutualServer(await makeCertificate({ kind: 'ec' }));
    context.after(() => untrusted.close());
    const { host } = new URL(untrusted.origin);
    for (const endpoint of [`https://${host}`, 'https://localhost:1']) {
      machine.script.credentialMembers = { mtls_authentication_endpoint: endpoint };
      const client = machine.client({ allowedHosts: [machine.stsHost, new URL(endpoint).host] });
      const before = machine.issueRequests.length;
      await assert.rejects(client.acquireToken(bound), { code: 'ERR_TOKEN_ENDPOINT_UNREACHABLE' });
      assert.equal(machine.issueRequests.length, before + 1);
    }
    assert.equal(machine.told('credential.retried').length, 0);
  });

  test('after a TLS refusal the authority may refuse the next certificate as often as the loop lasts', async (context) => {
    const machine = await startMachine();
    const refusing = await startRefusing(machine);
    context.after(() => refusing.close());
    let issued = 0;
    machine.script.issue = () => {
      const host = issued++ === 0 ? refusing.host : machine.stsHost;
      machine.script.credentialMembers = { mtls_authentication_endpoint: `https://${host}` };
      return undefined;
    };
    let asked = 0;
    machine.script.token = () => (asked++ === 0 ? refusal([1000610]) : undefined);
    const client = machine.client({ ca: refusing.ca, allowedHosts: [machine.stsHost, refusing.host] });
    assert.ok((await client.acquireToken(bound)).accessToken);
    assert.equal(machine.issueRequests.length, 3);
  });
});
