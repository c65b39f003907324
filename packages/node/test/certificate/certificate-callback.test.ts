import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock, createGate, settle } from '@holdfast/testing';
import { createCertificateCallback } from '../../src/certificate/certificate-callback.ts';
import type { CertificateEvent } from '../../src/certificate/certificate-source.ts';
import type { ClientCertificate } from '../../src/certificate/client-certificate.ts';
import { parsePemCertificate } from '../../src/certificate/parse-pem.ts';
import { makeCertificate } from './make-certificate.ts';
import { refusalOf } from './refusal.ts';

const [first, second] = [await make(), await make()];

function setUp(selfSigned?: 'allowed' | 'refused') {
  const clock = createFakeClock(Date.now());
  const events: CertificateEvent[] = [];
  const vault = { calls: 0, answer: (): ClientCertificate | Promise<ClientCertificate> => first };
  const load = () => {
    vault.calls += 1;
    return vault.answer();
  };
  const events_ = (event: CertificateEvent) => void events.push(event);
  const source = createCertificateCallback({ load, refreshSeconds: 60, selfSigned, clock, events: events_ });
  return { clock, events, vault, source };
}

describe('a certificate callback', () => {
  it('is asked once by all who come first, and not again before its time', async () => {
    const { clock, source, vault } = setUp();
    await Promise.all(Array.from({ length: 50 }, () => source.current()));
    clock.advance(59.999);
    assert.equal(await source.current(), first);
    assert.equal(vault.calls, 1);
  });

  it('delays nobody when it is asked again', async () => {
    const { clock, source, vault, events } = setUp();
    await source.current();
    const gate = createGate();
    vault.answer = async () => {
      await gate.opened;
      return second;
    };
    clock.advance(60);
    assert.equal(await source.current(), first);
    assert.equal(await source.current(), first);
    gate.open();
    await settle();
    assert.equal(await source.current(), second);
    assert.equal(vault.calls, 2);
    assert.deepEqual(
      events.map((event) => event.name === 'certificate.loaded' && event.previousX5tS256),
      [undefined, first.x5tS256],
    );
  });

  it('that fails leaves the last good certificate, and is asked again at the next time', async () => {
    const { clock, source, vault, events } = setUp();
    await source.current();
    vault.answer = () => Promise.reject(new Error('the vault is away'));
    clock.advance(60);
    assert.equal(await source.current(), first);
    await settle();
    assert.equal(await source.current(), first);
    assert.equal(vault.calls, 2);
    assert.deepEqual(events[1], { name: 'certificate.refused', code: 'ERR_UNKNOWN', keptX5tS256: first.x5tS256 });
    vault.answer = () => second;
    clock.advance(60);
    await source.current();
    await settle();
    assert.equal(await source.current(), second);
  });

  it('that fails first fails the caller with its own error, and is asked again by the next', async () => {
    const { source, vault } = setUp();
    const away = new Error('the vault is away');
    vault.answer = () => Promise.reject(away);
    await assert.rejects(source.current(), (error) => error === away);
    vault.answer = () => first;
    assert.equal(await source.current(), first);
  });

  it('is asked at once when a server refused what it gave; its failure leaves what was', async () => {
    const { source, vault } = setUp();
    await source.current();
    vault.answer = () => second;
    source.invalidate();
    assert.equal(await source.current(), second);
    vault.answer = () => Promise.reject(new Error('away'));
    source.invalidate();
    assert.equal(await source.current(), second);
  });

  it('must give a certificate that was parsed, and may be used', async () => {
    const { source, vault } = setUp('refused');
    for (const wrong of [undefined, 'CANARY', { ...first }, { privateKey: 'CANARY' }]) {
      vault.answer = () => wrong as ClientCertificate;
      assert.equal((await refusalOf(source.current())).code, 'ERR_CLIENT_CERTIFICATE_SOURCE');
    }
    vault.answer = () => first;
    assert.equal((await refusalOf(source.current())).code, 'ERR_CLIENT_CERTIFICATE_SELF_SIGNED');
  });

  it('has a caller who leaves alone: the others get their certificate', async () => {
    const { source, vault } = setUp();
    const gate = createGate();
    vault.answer = async () => {
      await gate.opened;
      return first;
    };
    const leaving = new AbortController();
    const gone = source.current(leaving.signal);
    const stays = source.current();
    leaving.abort();
    assert.equal((await refusalOf(gone)).code, 'ERR_FLIGHT_ABORTED');
    gate.open();
    assert.equal(await stays, first);
  });

  it('is a programming error when the options are wrong', () => {
    for (const wrong of [{ load: 1 }, { load: () => first, refreshSeconds: 0 }]) {
      assert.throws(() => createCertificateCallback(wrong as never), TypeError);
    }
  });
});

async function make(): Promise<ClientCertificate> {
  return parsePemCertificate(await makeCertificate({ kind: 'ec' }));
}
