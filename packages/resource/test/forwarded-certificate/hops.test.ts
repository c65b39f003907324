import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { dangerouslyTrustForwardedCertificate } from '@holdfast/resource';
import { forwardedCertificates, type TrustedHop } from '@holdfast/resource/forwarded';
import { ask } from '../adapters/contract/ask.ts';
import { makeClientIdentity, otherIdentity, ownIdentity, serverUse } from '../fixture/client-certificates.ts';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { askOverUnix, makeApi, putUp, structured, tokenFor } from './behind.ts';

const token = await tokenFor(ownIdentity);
const forwarded = ['Authorization', `mtls_pop ${token}`, 'Client-Cert', structured(ownIdentity)];
const alone = ['Authorization', `mtls_pop ${token}`];
const stranger = 'ERR_CERTIFICATE_HOP';
const from = 'rfc9440';

test('a stranger’s header is refused, not ignored, wherever the hops are', async (t) => {
  for (const hop of [
    { addresses: '10.0.4.1' },
    { addresses: ['10.0.0.0/8', '192.168.7.0/24'] },
    { addresses: '::1' },
    { addresses: 'unix' },
    { addresses: '127.0.0.2' },
    { certificates: otherIdentity.thumbprint },
  ]) {
    const port = await putUp(t, makeApi({ from, trustedHops: [hop] }));
    const spoofs = [
      forwarded,
      [...alone, 'client_cert', structured(ownIdentity)],
      [...alone, 'Client-Cert', 'anything'],
      [...alone, 'Client-Cert-Chain', structured(ownIdentity)],
      // Whoever writes the header writes these too.
      [...forwarded, 'X-Forwarded-For', '10.0.4.1', 'Forwarded', 'for=10.0.4.1', 'X-Real-IP', '10.0.4.1'],
    ];
    for (const lines of spoofs) {
      const { status, outcome, challenges } = await ask(port, 'http', { lines });
      assert.deepEqual([status, outcome], [401, stranger], JSON.stringify(hop));
      assert.match(challenges.join(), /^mtls_pop error="invalid_token"/);
    }
    assert.equal((await ask(port, 'http', { lines: alone })).outcome, 'ERR_CERTIFICATE_MISSING');
  }
});

test('a hop is known by its address, in every way of writing it', async (t) => {
  for (const addresses of ['127.0.0.1', '127.0.0.0/8', '0.0.0.0/1', ['10.0.4.1', '127.0.0.1']]) {
    const port = await putUp(t, makeApi({ from, trustedHops: [{ addresses }] }));
    assert.equal((await ask(port, 'http', { lines: forwarded })).outcome, 'accepted', String(addresses));
  }
  // A server that listens on both families sees addresses of one as addresses of the other.
  const server = makeApi({ from, trustedHops: [{ addresses: '127.0.0.1' }] });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '::', resolve));
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  assert.equal((await ask(address.port, 'http', { lines: forwarded })).outcome, 'accepted');
});

test('a hop on a Unix socket is known by the socket that the server listens on', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-hop-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [addresses, expected] of [
    ['unix', 'accepted'],
    [['10.0.4.1', 'unix'], 'accepted'],
    ['127.0.0.1', stranger],
    ['0.0.0.0/1', stranger],
  ] as const) {
    const path = join(folder, `api-${String(addresses).replaceAll(/\W/g, '')}.sock`);
    const server = makeApi({ from, trustedHops: [{ addresses }] });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    t.after(() => server.close());
    assert.equal(await askOverUnix(path, forwarded), expected, String(addresses));
  }
});

test('a peer that has hung up has no address, and passes for no Unix socket', async (t) => {
  const reader = forwardedCertificates({ from, trustedHops: [{ addresses: 'unix' }, { addresses: '127.0.0.1' }] });
  const server = makeApi({ from, trustedHops: [{ addresses: 'unix' }] });
  const port = await putUp(t, server);
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const client = connect(port, '127.0.0.1');
  const socket = await accepted;
  client.resetAndDestroy();
  socket.destroy();
  await new Promise((resolve) => socket.once('close', resolve));
  assert.equal(socket.remoteAddress, undefined);
  const validator = makeValidator({ clientCertificates: { [dangerouslyTrustForwardedCertificate]: reader } });
  const request = incoming(null, { headers: toPairs(forwarded), connection: socket });
  assert.equal(await verdict(validator.authenticate(request)), stranger);
});

test('a hop is known by a certificate of its own, and the caller’s comes from the header alone', async (t) => {
  const hop = await makeClientIdentity({ name: 'proxy' });
  const port = await putUp(t, makeApi({ from, trustedHops: [{ certificates: hop.thumbprint }] }, 'https'));
  const judge = async (lines: readonly string[], identity?: typeof hop): Promise<string> =>
    (await ask(port, 'https', identity === undefined ? { lines } : { lines, identity })).outcome;
  assert.equal(await judge(forwarded, hop), 'accepted');
  assert.equal(await judge(forwarded, otherIdentity), stranger);
  assert.equal(await judge(forwarded, ownIdentity), stranger);
  assert.equal(await judge(forwarded), stranger);
  // The certificate of the connection is the proxy's, so it is nobody's here: not the proxy's either.
  assert.equal(await judge(['Authorization', `mtls_pop ${await tokenFor(hop)}`], hop), 'ERR_CERTIFICATE_MISSING');
  assert.equal(await judge(alone, ownIdentity), 'ERR_CERTIFICATE_MISSING');
});

test('a hop with an expired certificate, or one for servers only, is none', async (t) => {
  for (const wishes of [{ endsIn: -1 }, { usages: [serverUse] }]) {
    const hop = await makeClientIdentity({ name: 'proxy', ...wishes });
    const port = await putUp(t, makeApi({ from, trustedHops: [{ certificates: [hop.thumbprint] }] }, 'https'));
    assert.equal((await ask(port, 'https', { lines: forwarded, identity: hop })).outcome, stranger);
  }
});

test('address and certificate of one hop go together; of two hops, either will do', async (t) => {
  const hop = await makeClientIdentity({ name: 'proxy' });
  const certificates = hop.thumbprint;
  for (const [trustedHops, expected] of [
    [[{ addresses: '127.0.0.1', certificates }], 'accepted'],
    [[{ addresses: '10.0.4.1', certificates }], stranger],
    [[{ addresses: '127.0.0.1', certificates: otherIdentity.thumbprint }], stranger],
    [[{ addresses: '10.0.4.1' }, { certificates }], 'accepted'],
    [[{ addresses: '127.0.0.1' }, { certificates: otherIdentity.thumbprint }], 'accepted'],
  ] as const) {
    const port = await putUp(t, makeApi({ from, trustedHops }, 'https'));
    assert.equal((await ask(port, 'https', { lines: forwarded, identity: hop })).outcome, expected);
  }
});

test('without a connection there is no hop, and a certificate from elsewhere does not count either', async () => {
  const reader = forwardedCertificates({ from, trustedHops: [{ addresses: '127.0.0.1' }] });
  const validator = makeValidator({ clientCertificates: { [dangerouslyTrustForwardedCertificate]: reader } });
  const request = incoming(null, { headers: toPairs(forwarded) });
  assert.equal(await verdict(validator.authenticate(request)), stranger);
  const { der } = ownIdentity;
  const certificate = { der, notBefore: 0, notAfter: Number.MAX_SAFE_INTEGER };
  const given = incoming(null, { headers: toPairs(alone), certificate });
  assert.equal(await verdict(validator.authenticate(given)), 'ERR_CERTIFICATE_MISSING');
});

test('the option is said out loud when a validator is made', () => {
  const reader = forwardedCertificates({ from, trustedHops: [{ addresses: '127.0.0.1' }] });
  const { events } = makeValidator({ clientCertificates: { [dangerouslyTrustForwardedCertificate]: reader } });
  assert.deepEqual(events, [{ name: 'option.dangerous', option: 'dangerouslyTrustForwardedCertificate' }]);
  assert.deepEqual(makeValidator({ clientCertificates: {} }).events, []);
});

test('what would trust everybody, or nobody, is a mistake of the programmer', () => {
  const hops = (trustedHops: readonly unknown[]) => () =>
    forwardedCertificates({ from, trustedHops: trustedHops as readonly TrustedHop[] });
  for (const wrong of [
    [],
    [{}],
    [{ addresses: [] }],
    [{ addresses: '' }],
    [{ addresses: '*' }],
    [{ addresses: '0.0.0.0/0' }],
    [{ addresses: '::/0' }],
    [{ addresses: '10.0.0.0/33' }],
    [{ addresses: '10.0.0.0/08' }],
    [{ addresses: '10.0.0.0/8/8' }],
    [{ addresses: '10.0.0.0/' }],
    [{ addresses: 'localhost' }],
    [{ certificates: [] }],
    [{ certificates: 'AB:CD' }],
    [{ addresses: '127.0.0.1', certificates: ['short'] }],
    [{ address: '127.0.0.1' }],
  ]) {
    assert.throws(hops(wrong), TypeError, JSON.stringify(wrong));
  }
  const trustedHops = [{ addresses: '127.0.0.1' }];
  for (const wrong of [
    { from: 'nginx', trustedHops },
    { from: 'nginx', header: 'x_client_cert', trustedHops },
    { from: 'nginx', header: 'Authorization', trustedHops },
    { from: 'nginx', header: 'X-A', verifyHeader: 'x-a', trustedHops },
    { from: 'rfc9440', header: 'X-A', trustedHops },
    { from: 'socket', trustedHops },
    { from: 'rfc9440' },
    undefined,
  ]) {
    assert.throws(() => forwardedCertificates(wrong as never), TypeError, JSON.stringify(wrong));
  }
  for (const wrong of [
    { [Symbol('other')]: true },
    { forwarded: true },
    { [dangerouslyTrustForwardedCertificate]: true },
  ]) {
    assert.throws(() => makeValidator({ clientCertificates: wrong as never }), TypeError);
  }
});

function toPairs(lines: readonly string[]): (readonly [string, string])[] {
  return lines.flatMap((name, at) => (at % 2 === 0 ? [[name, lines[at + 1] ?? ''] as const] : []));
}
