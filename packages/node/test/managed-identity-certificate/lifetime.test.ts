import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { createFakeClock, createGate, settle, until } from '@holdfast/testing';
import { createSoftwareKeyProvider } from '../../src/machine-key/software-key.ts';
import { isUsable, renewalDue } from '../../src/managed-identity-certificate/lifetime.ts';
import { day, graph, type Machine, startMachine, vault } from './machine.ts';

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;
const hour = 3600;

// Nothing here is about keys, and making one takes longer than the rest.
const keyProvider = createSoftwareKeyProvider();
after(() => keyProvider.close());

/** What follows a certificate that was issued waits for nothing outside: it has happened when the promises have. */
async function settled(machine: Machine, count: number): Promise<void> {
  await until(
    () => machine.told('credential.issued').length + machine.told('credential.renewal-failed').length >= count,
  );
  await settle();
}

async function startAt(seconds: { life?: number; token?: number } = {}) {
  const clock = createFakeClock(Date.now());
  const machine = await startMachine(clock, { keyProvider });
  machine.script.certificateSeconds = seconds.life ?? 7 * day;
  machine.script.tokenSeconds = seconds.token ?? 8 * day;
  machine.script.backdatedSeconds = 0;
  return { clock, machine, client: machine.client({ clock }) };
}

suite('how long a certificate is used', () => {
  test('Set_Skips_When_Lifetime_Equals_MinRemainingLifetime; Read_Boundary_JustOver24h_IsAccepted', () => {
    assert.equal(isUsable({ notAfter: day + 1 }, 0), true);
    assert.equal(isUsable({ notAfter: day }, 0), false);
    assert.equal(isUsable({ notAfter: day - 1 }, 0), false);
  });

  test('renewal is due at half of its life; before 24 hours are left in any case', () => {
    const rows = [
      [7 * day, 3.5 * day],
      [4 * day, 2 * day],
      [2 * day, day - hour],
      [day + 2 * hour, hour],
      [day + hour, hour / 2],
    ] as const;
    for (const [life, due] of rows) {
      assert.equal(renewalDue({ notBefore: 1000, notAfter: 1000 + life }), 1000 + due);
      assert.ok(due < life - day);
    }
  });

  test('mTLSPop_CertAtLeast24h_IsCached_ReusedOnSecondAcquire', async () => {
    const { machine, client } = await startAt({ life: day + 60, token: hour });
    await client.acquireToken(bound);
    await client.acquireToken({ ...bound, resource: graph });
    assert.equal(machine.issueRequests.length, 1);
    assert.equal(machine.told('credential.issued')[0]?.isKept, true);
  });

  test('mTLSPop_ShortLivedCert_LessThan24h_NotCached_ReMints: one for each token, and the token is cached', async () => {
    const { clock, machine, client } = await startAt({ life: day, token: hour });
    const first = await client.acquireToken(bound);
    assert.equal((await client.acquireToken(bound)).accessToken, first.accessToken);
    assert.equal(machine.issueRequests.length, 1);
    machine.script.issue = () => undefined;
    await client.acquireToken({ ...bound, resource: graph });
    assert.equal((await client.acquireToken(bound)).accessToken, first.accessToken);
    clock.advance(hour);
    await client.acquireToken(bound);
    assert.equal(machine.tokenRequests.length, 3);
    assert.equal(machine.issueRequests.length, 3);
    assert.ok(machine.told('credential.issued').every(({ isKept }) => !isKept));
  });

  test('short-lived: two resources at the same time have a certificate each; forceRefresh has another', async () => {
    const { machine, client } = await startAt({ life: hour, token: hour / 2 });
    await Promise.all([vault, graph].map((resource) => client.acquireToken({ ...bound, resource })));
    assert.equal(machine.issueRequests.length, 2);
    await client.acquireToken({ ...bound, forceRefresh: true });
    assert.equal(machine.issueRequests.length, 3);
  });

  test('mTLSPopTokenIsReAcquiredWhenCertificateIsExpired; TryGet_Evicts_When_Remaining_Lifetime_Below_Threshold', async () => {
    const { clock, machine, client } = await startAt();
    const first = await client.acquireToken(bound);
    machine.script.issue = () => ({ status: 500 });
    clock.advance(6 * day - 1);
    // Renewal fails meanwhile; the token that there is is good until 24 hours are left.
    assert.equal((await client.acquireToken(bound)).accessToken, first.accessToken);
    await settled(machine, 2);
    clock.advance(1);
    await assert.rejects(client.acquireToken(bound), { code: 'ERR_MANAGED_IDENTITY_UNAVAILABLE' });
    machine.script.issue = undefined;
    machine.forget();
    const next = await client.acquireToken(bound);
    assert.notEqual(next.bindingThumbprint, first.bindingThumbprint);
  });

  test('mTLSPop_ProactiveRefresh_RotatesCert_ServedResultStaysConsistentAsync', async () => {
    const { clock, machine, client } = await startAt();
    const first = await client.acquireToken(bound);
    clock.advance(3.5 * day - 1);
    await client.acquireToken(bound);
    assert.equal(machine.issueRequests.length, 1);
    clock.advance(1);
    const gate = createGate();
    machine.script.issue = async () => {
      await gate.opened;
      return undefined;
    };
    // IMDS keeps what it gave, and so would the new request be served with it.
    const during = await Promise.all(Array.from({ length: 50 }, () => client.acquireToken(bound)));
    assert.ok(during.every(({ accessToken }) => accessToken === first.accessToken));
    gate.open();
    await settled(machine, 2);
    assert.equal(machine.issueRequests.length, 2);
  });

  test('a renewal that brings the same certificate is none, and is not repeated at once', async () => {
    const { clock, machine, client } = await startAt();
    const first = await client.acquireToken(bound);
    clock.advance(4 * day);
    for (let call = 0; call < 3; call += 1) {
      assert.equal((await client.acquireToken(bound)).accessToken, first.accessToken);
      await settled(machine, 2);
    }
    // A client for which the certificate is new asks what a renewal asks, and more: what was repeated at once has come to IMDS by then.
    await machine.client({ clock: () => clock() - 4 * day * 1000 }).acquireToken(bound);
    assert.equal(machine.issueRequests.length, 3);
    clock.advance(600);
    await client.acquireToken(bound);
    await settled(machine, 4);
    assert.equal(machine.issueRequests.length, 4);
  });

  test('the new certificate takes over; results that were given keep the old one', async () => {
    const { clock, machine, client } = await startAt();
    const first = await client.acquireToken(bound);
    clock.advance(4 * day);
    machine.forget();
    assert.equal((await client.acquireToken(bound)).bindingThumbprint, first.bindingThumbprint);
    await settled(machine, 2);
    const next = await client.acquireToken(bound);
    assert.notEqual(next.bindingThumbprint, first.bindingThumbprint);
    assert.equal(first.bindingCertificate?.x5tS256, first.bindingThumbprint);
    assert.deepEqual(
      machine.told('credential.issued').map(({ reason, bypassCache }) => [reason, bypassCache]),
      [
        ['first', false],
        ['renewal', false],
      ],
    );
  });

  test('while renewal fails it is tried again with growing pauses, told each time, and delays nobody', async () => {
    const { clock, machine, client } = await startAt();
    await client.acquireToken(bound);
    clock.advance(4 * day);
    machine.script.issue = () => ({ status: 503 });
    for (let failure = 1; failure < 4; failure += 1) {
      await client.acquireToken(bound);
      await settled(machine, 1 + failure);
      await client.acquireToken(bound);
      assert.equal(machine.told('credential.renewal-failed').length, failure);
      clock.advance(hour * 2);
    }
    assert.ok(
      machine.told('credential.renewal-failed').every(({ code }) => code === 'ERR_MANAGED_IDENTITY_UNAVAILABLE'),
    );
  });

  for (const seconds of [-600, 600]) {
    test(`the clock jumps by ${seconds} seconds: no call is lost, and no certificate is asked for because of it`, async () => {
      const { clock, machine, client } = await startAt({ token: hour });
      const first = await client.acquireToken(bound);
      clock.advance(seconds);
      assert.equal((await client.acquireToken(bound)).accessToken, first.accessToken);
      assert.ok((await client.acquireToken({ ...bound, resource: graph })).accessToken);
      assert.ok((await client.acquireToken({ ...bound, forceRefresh: true })).accessToken);
      assert.equal(machine.issueRequests.length, 1);
      const api = client.presentCertificate?.(first.bindingCertificate ?? assert.fail());
      const request = new Request(`https://${machine.stsHost}/api`, { method: 'POST', body: 'x' });
      assert.equal((await api?.(request))?.status, 200);
    });

    test(`a clock that is ${-seconds} seconds off from the beginning`, async () => {
      const server = createFakeClock(Date.now());
      const machine = await startMachine(server, { keyProvider });
      machine.script.backdatedSeconds = 0;
      const client = machine.client({ clock: () => server() + seconds * 1000 });
      assert.ok((await client.acquireToken(bound)).accessToken);
      assert.ok((await client.acquireToken({ ...bound, forceRefresh: true })).accessToken);
      assert.equal(machine.issueRequests.length, 1);
    });
  }
});
