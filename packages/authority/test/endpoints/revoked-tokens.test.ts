import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@holdfast/testing';
import type { Revocation } from '../../src/revocation/revocation.ts';
import { claimsOf, codeOf, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

async function revoke(running: RunningAuthority, body: object): Promise<Revocation> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await running.admin('/revoke', init);
  assert.equal(response.status, 201);
  return (await response.json()) as Revocation;
}

const issuedAt = (reply: Reply): number => {
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return claimsOf(reply)['iat'] as number;
};

describe('a revocation and token requests at the same time', () => {
  it('200 of them: what was answered before is revoked, what is asked for afterwards is not', async () => {
    const running = await runAuthority();
    let answered = false;
    let sent = false;
    const requests: Promise<{ iat: number; when: 'before' | 'after' | 'meanwhile' }>[] = [];
    const ask = async () => {
      const startedAfter = answered;
      const iat = issuedAt(await running.token());
      return { iat, when: startedAfter ? ('after' as const) : sent ? ('meanwhile' as const) : ('before' as const) };
    };
    for (let count = 0; count < 200; count += 1) {
      requests.push(ask());
      if (count % 20 === 0) await sleep(1);
      if (count === 100) {
        await Promise.all(requests.slice(0, 50));
        sent = true;
        requests.push(
          (async () => {
            const { revokedAt } = await revoke(running, { application: 'daemon' });
            answered = true;
            return { iat: revokedAt, when: 'before' as const };
          })(),
        );
      }
    }
    while (!answered) await sleep(1);
    for (let count = 0; count < 20; count += 1) requests.push(ask());
    const outcomes = await Promise.all(requests);
    const { iat: revokedAt } = outcomes[101]!;
    const counted = (when: string) => outcomes.filter((one) => one.when === when);
    for (const { iat } of counted('before')) assert.ok(iat <= revokedAt);
    for (const { iat } of counted('after')) assert.ok(iat > revokedAt);
    assert.ok(counted('before').length > 40 && counted('after').length >= 20);
    // In the order of the authority itself there is no meanwhile: the event of the revocation divides them all.
    const at = running.events.findIndex(({ name }) => name === 'revocation.added');
    const expiries = (events: typeof running.events) =>
      events.flatMap((event) => (event.name === 'token.issued' ? [event.expiresAt - 3599] : []));
    for (const iat of expiries(running.events.slice(0, at))) assert.ok(iat <= revokedAt, 'issued before');
    for (const iat of expiries(running.events.slice(at))) assert.ok(iat > revokedAt, 'issued after');
    await running.close();
  });

  it('somebody else’s tokens wait for nothing', async () => {
    const running = await runAuthority();
    await revoke(running, { application: 'web-app' });
    const { revokedAt } = await revoke(running, { application: 'spa' });
    // A request takes milliseconds; a wait would take it into the next second.
    const first = issuedAt(await running.token());
    assert.ok(first >= revokedAt);
    await running.close();
  });

  it('a token that waits for its second is refused when the authority closes, which does not wait', async () => {
    let waits = 0;
    const running = await runAuthority({
      clock: () => 1_800_000_000_000,
      // The second never comes: only the end of the authority ends the wait.
      wait: (_milliseconds, signal) =>
        new Promise((_resolve, reject) => {
          waits += 1;
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    await revoke(running, { application: 'daemon' });
    const waiting = running.token().catch((error: unknown) => error);
    await until(() => waits === 1);
    await running.close();
    const reply = (await waiting) as Reply | Error;
    if (!(reply instanceof Error)) {
      assert.deepEqual([reply.status, codeOf(reply), reply.headers.get('retry-after')], [503, 90033, '1']);
    }
  });
});

describe('a restart', () => {
  it('forgets no revocation: not the entry, the second, nor the key; no cursor is given twice', async () => {
    const dataDirectory = join(await mkdtemp(join(tmpdir(), 'holdfast-revoked-')), 'data');
    let now = 1_900_000_000_000;
    const clock = () => now;
    const wait = async (milliseconds: number) => {
      now += milliseconds;
    };
    const first = await runAuthority({ dataDirectory, clock, wait });
    const entry = await revoke(first, {
      application: 'daemon',
      claims: { access_token: { nbf: { essential: true } } },
    });
    const jkt = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
    await revoke(first, { jkt });
    await first.close();
    const second = await runAuthority({ dataDirectory, clock, wait });
    assert.equal(issuedAt(await second.token()), entry.revokedAt + 1);
    const req_cnf = Buffer.from(JSON.stringify({ kid: jkt })).toString('base64url');
    assert.equal(codeOf(await second.token({ token_type: 'pop', req_cnf })), 9900208);
    const again = await revoke(second, { application: 'daemon' });
    assert.notEqual(again.id.split('-')[0], entry.id.split('-')[0]);
    await second.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });
});
