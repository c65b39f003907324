import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createFakeClock } from '@holdfast/testing';
import { TokenRefused } from '../../src/errors/token-refused.ts';
import { createIssueGate } from '../../src/revocation/issue-gate.ts';
import { openRevocationBook } from '../../src/revocation/revocation-book.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

/** A gate whose waits move its clock, and what they waited. */
async function openGate(startMs = Date.UTC(2030, 0, 1) + 250) {
  const clock = createFakeClock(startMs);
  const waits: number[] = [];
  const book = await openRevocationBook({ store: createMemoryDataStore(), clock, coverSeconds: 60 });
  const gate = createIssueGate({
    book,
    clock,
    wait: async (milliseconds, signal) => {
      signal.throwIfAborted();
      waits.push(milliseconds);
      clock.advance(milliseconds / 1000);
    },
  });
  const subject = { objectId: 'o', clientId: 'c' };
  const made: number[] = [];
  const make = async (issuedAt: number) => {
    made.push(issuedAt);
    return { uti: `token ${made.length}`, issuedAt };
  };
  const now = (): number => Math.floor(clock() / 1000);
  return { clock, waits, book, gate, subject, make, made, now };
}

const refusal = (reason: string) => (error: unknown) => error instanceof TokenRefused && error.reason === reason;

describe('the gate that tokens leave by', () => {
  it('holds nobody back who is not revoked', async () => {
    const { gate, subject, make, waits, book, now } = await openGate();
    await book.add({ kind: 'user', value: 'somebody' });
    assert.equal((await gate.issue({ subject, make })).issuedAt, now());
    assert.deepEqual(waits, []);
  });

  it('waits for the second after a revocation, and not longer', async () => {
    for (const [kind, value] of [
      ['user', 'o'],
      ['identity', 'o'],
      ['identity', 'c'],
      ['application', 'c'],
    ] as const) {
      const { gate, subject, make, waits, book } = await openGate();
      const { revokedAt } = await book.add({ kind, value });
      assert.equal((await gate.issue({ subject, make })).issuedAt, revokedAt + 1, kind);
      assert.deepEqual(waits, [750]);
      assert.equal((await gate.issue({ subject, make })).issuedAt, revokedAt + 1, 'and the next one waits for nothing');
      assert.equal(waits.length, 1);
    }
  });

  it('lets nobody see a token that was revoked while it was signed', async () => {
    const { gate, subject, book, make, made } = await openGate();
    let revokedAt = 0;
    const token = await gate.issue({
      subject,
      make: async (issuedAt) => {
        const first = await make(issuedAt);
        if (made.length === 1) ({ revokedAt } = await book.add({ kind: 'user', value: 'o' }));
        return first;
      },
    });
    assert.deepEqual(made, [revokedAt, revokedAt + 1]);
    assert.equal(token.uti, 'token 2');
  });

  it('refuses the holder of a certificate of a managed identity in words of its own, also when it is revoked in the meantime', async () => {
    const attested = { id: 'attestation-1', keyId: 'ab'.repeat(32), issuedAt: 1_800_000_000 };
    for (const [wish, reason] of [
      [{ kind: 'x5t', value: 'certificate' }, 'machineCertificateRevoked'],
      [{ kind: 'attestation', value: attested.id }, 'attestationClaimWrong'],
      [{ kind: 'attestation', value: attested.keyId }, 'attestationClaimWrong'],
    ] as const) {
      const { gate, subject, book, make, clock } = await openGate();
      const issuedAt = Math.floor(clock() / 1000) - 10;
      const terms = { certificates: ['certificate'], machine: { attested: { ...attested, issuedAt } } };
      const revoking = async (at: number) => {
        await book.add(wish);
        return make(at);
      };
      await assert.rejects(gate.issue({ subject, ...terms, make: revoking }), refusal(reason));
      await assert.rejects(gate.issue({ subject, ...terms, make }), refusal(reason));
      // What was shown of the key afterwards counts; a certificate is revoked for good.
      const anew = { machine: { attested: { ...attested, id: 'attestation-2', issuedAt: issuedAt + 60 } } };
      const again = gate.issue({ subject, ...terms, ...anew, make });
      if (wish.kind === 'x5t') await assert.rejects(again, refusal(reason));
      else assert.ok((await again).uti);
      const bare = gate.issue({ subject, certificates: ['certificate'], machine: {}, make });
      if (wish.kind === 'x5t') await assert.rejects(bare, refusal(reason));
      else assert.ok((await bare).uti);
    }
  });

  it('lets nobody see a token whose key was revoked while it was signed', async () => {
    for (const [kind, reason] of [
      ['jkt', 'keyRevoked'],
      ['x5t', 'certificateRevoked'],
    ] as const) {
      const { gate, book, make } = await openGate();
      const subject = { objectId: 'o', keyThumbprint: 'jkt', certificateThumbprint: 'x5t' };
      const issuing = gate.issue({
        subject,
        make: async (issuedAt) => {
          await book.add({ kind, value: kind });
          return make(issuedAt);
        },
      });
      await assert.rejects(issuing, refusal(reason));
      await assert.rejects(gate.issue({ subject, make }), refusal(reason));
    }
  });

  it('lets nothing out for a client whose certificate was revoked while the token was signed, bound to it or not', async () => {
    const { gate, subject, book, make } = await openGate();
    const revoking = async (issuedAt: number) => {
      await book.add({ kind: 'x5t', value: 'signer' });
      return make(issuedAt);
    };
    const issue = { subject, certificates: ['presented', 'signer'] };
    await assert.rejects(gate.issue({ ...issue, make: revoking }), refusal('certificateRevoked'));
    await assert.rejects(gate.issue({ ...issue, make }), refusal('certificateRevoked'));
    assert.ok(await gate.issue({ subject, certificates: ['presented'], make }));
  });

  it('lets nothing out between a revocation and the answer that it is written down', async () => {
    const clock = createFakeClock();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const memory = createMemoryDataStore();
    const store = { ...memory, write: (name: string, text: string) => held.then(() => memory.write(name, text)) };
    const book = await openRevocationBook({ store, clock, coverSeconds: 60 });
    const gate = createIssueGate({ book, clock, wait: async () => clock.advance(1) });
    const make = async (issuedAt: number) => ({ uti: 'one', issuedAt });
    const order: string[] = [];
    const revoking = book.add({ kind: 'user', value: 'o' }).then(() => order.push('revoked'));
    // By then a token of this second would not be covered any more.
    clock.advance(3);
    const issuing = gate.issue({ subject: { objectId: 'o' }, make }).then(() => order.push('issued'));
    await gate.issue({ subject: { objectId: 'other' }, make }).then(() => order.push('other'));
    await turn();
    assert.deepEqual(order, ['other']);
    release();
    await Promise.all([revoking, issuing]);
    assert.deepEqual(order, ['other', 'revoked', 'issued']);
  });

  it('waits for a time that was asked for, five seconds at most', async () => {
    const { gate, subject, make, now } = await openGate();
    const soon = now() + 5;
    assert.equal((await gate.issue({ subject, make, notBefore: soon })).issuedAt, soon);
    await assert.rejects(gate.issue({ subject, make, notBefore: now() + 6 }), refusal('notBeforeTooLate'));
    assert.equal((await gate.issue({ subject, make, notBefore: 0 })).issuedAt, now());
  });

  it('gives up on a clock that was set back, on revocations without end, and when it closes', async () => {
    const back = await openGate();
    await back.book.add({ kind: 'user', value: 'o' });
    back.clock.advance(-3600);
    await assert.rejects(back.gate.issue(back), refusal('unavailable'));
    const endless = await openGate();
    const make = async (issuedAt: number) => {
      await endless.book.add({ kind: 'user', value: 'o' });
      return endless.make(issuedAt);
    };
    await assert.rejects(endless.gate.issue({ subject: endless.subject, make }), refusal('unavailable'));
    assert.ok(endless.made.length <= 8);
    assert.equal(endless.waits.length, 8);
    const closing = await openGate();
    await closing.book.add({ kind: 'user', value: 'o' });
    closing.gate.close();
    await assert.rejects(closing.gate.issue(closing), refusal('unavailable'));
  });

  it('attack: a clock that is set back does not spare a token that was issued before that', async () => {
    for (const wish of [
      { kind: 'user', value: 'o' },
      { kind: 'identity', value: 'c' },
      { kind: 'application', value: 'c' },
    ] as const) {
      const { clock, book, gate, subject, make } = await openGate();
      const { uti, issuedAt } = await gate.issue({ subject, make });
      clock.advance(-10);
      const entry = await book.add(wish);
      assert.equal(book.isRevoked({ ...subject, uti, issuedAt }), true, wish.kind);
      assert.ok(entry.revokedAt >= issuedAt, 'and the API hears so');
      await assert.rejects(gate.issue({ subject, make }), refusal('unavailable'), 'until the clock has caught up');
      clock.advance(10);
      assert.ok((await gate.issue({ subject, make })).issuedAt > entry.revokedAt);
    }
  });
});
