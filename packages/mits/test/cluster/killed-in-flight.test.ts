import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { redisMissing } from '@holdfast/testing';
import { type Cluster, type MitsProcess, startCluster } from '../harness/cluster.ts';
import { hashOf, tokenOf } from '../harness/node-client.ts';

/*
 * What is guaranteed when a token is refused: one call to the authority where nobody dies. A process that dies in flight may have made its
 * call already, and nobody can know; then there is one call more for each death, and still one token.
 */
suite('a token service dies while its call is under way', { skip: redisMissing }, () => {
  let cluster: Cluster;
  let first: MitsProcess;
  let second: MitsProcess;

  before(async () => {
    cluster = await startCluster();
    [first, second] = await Promise.all([cluster.start(), cluster.start()]);
  });
  after(() => cluster.close());

  test('slow, but alive: it renews its lease, and nobody asks beside it', async () => {
    const hash = hashOf(tokenOf(await cluster.client(first).ask()));
    const callsBefore = await cluster.upstreamCalls();
    // Once and a half as long as its lease.
    await cluster.delayUpstream(3000);
    const clients = [first, second].flatMap((service) => Array.from({ length: 10 }, () => cluster.client(service)));
    const tokens = (await Promise.all(clients.map((client) => client.ask({ hash })))).map(tokenOf);
    assert.equal(new Set(tokens).size, 1);
    assert.equal((await cluster.upstreamCalls()) - callsBefore, 1);
  });

  test('killed: its place is free after its lease; one call of the dead, one of the other, one token for fifty nodes', async () => {
    const old = tokenOf(await cluster.client(first).ask());
    const hash = hashOf(old);
    const callsBefore = await cluster.upstreamCalls();
    // Longer than the first one lives.
    const { reached } = await cluster.delayUpstream(60_000);
    // The first one asks, and its call hangs in the authority.
    const doomed = Array.from({ length: 25 }, () => cluster.client(first).ask({ hash }));
    const settled = Promise.allSettled(doomed);
    await reached();
    const waiting = Array.from({ length: 25 }, () => cluster.client(second).ask({ hash }));
    const killedAt = Date.now();
    await first.kill();
    assert.ok((await settled).every(({ status }) => status === 'rejected'));
    const tokens = (await Promise.all(waiting)).map(tokenOf);
    // Far from as long as they would wait for one that is alive.
    assert.ok(Date.now() - killedAt < 20_000, `it took ${Date.now() - killedAt} ms`);
    // Their nodes start a token service anew, or are served by the other one.
    const third = await cluster.start();
    const recovered = await Promise.all(Array.from({ length: 25 }, () => cluster.client(third).ask({ hash })));
    assert.equal(new Set([...tokens, ...recovered.map(tokenOf)]).size, 1);
    assert.notEqual(tokens[0], old);
    assert.equal((await cluster.upstreamCalls()) - callsBefore, 2);
    await Promise.all([second.kill(), third.kill()]);
  });

  test('frozen, replaced, and thawed: what it brings late is thrown away, and its callers get the token that counts', async () => {
    const [frozen, other] = await Promise.all([cluster.start({ leaseMs: 600 }), cluster.start({ leaseMs: 600 })]);
    const old = tokenOf(await cluster.client(frozen).ask());
    const hash = hashOf(old);
    const callsBefore = await cluster.upstreamCalls();
    const { reached, issued } = await cluster.delayUpstream(1500);
    const late = cluster.client(frozen).ask({ hash });
    await reached();
    frozen.child.kill('SIGSTOP');
    const token = tokenOf(await cluster.client(other).ask({ hash }));
    assert.notEqual(token, old);
    // Both were issued: the answer to the first lies in the sockets of a frozen process, or is about to.
    await issued(2);
    frozen.child.kill('SIGCONT');
    assert.equal(tokenOf(await late), token);
    for (const service of [frozen, other]) assert.equal(tokenOf(await cluster.client(service).ask()), token);
    const outcomes = frozen.events
      .filter(({ name }) => name === 'upstream.asked')
      .map((event) => 'outcome' in event && event.outcome);
    assert.ok(outcomes.includes('superseded'), outcomes.join());
    assert.equal((await cluster.upstreamCalls()) - callsBefore, 2);
    await Promise.all([frozen.kill(), other.kill()]);
  });

  test('clocks four minutes apart: leases and lives are told by the clock of the store', async () => {
    const [behind, ahead] = await Promise.all([
      cluster.start({ skewMs: -120_000 }),
      cluster.start({ skewMs: 120_000 }),
    ]);
    const [one, two] = [cluster.client(behind), cluster.client(ahead)];
    const callsBefore = await cluster.upstreamCalls();
    const hash = hashOf(tokenOf(await one.ask()));
    const [first, second] = await Promise.all([one.ask({ hash }), two.ask({ hash })]);
    assert.equal(tokenOf(first), tokenOf(second));
    assert.equal((await cluster.upstreamCalls()) - callsBefore, 1);
    // Each tells its own node the expiry by the clock of that node.
    const apart = Number(second.body['expires_on']) - Number(first.body['expires_on']);
    assert.ok(Math.abs(apart - 240) <= 2, `${apart} seconds apart`);
    assert.ok(Math.abs(Number(first.body['expires_in']) - Number(second.body['expires_in'])) <= 2);
    await Promise.all([behind.kill(), ahead.kill()]);
  });
});
