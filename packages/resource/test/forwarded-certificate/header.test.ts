import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { dangerouslyTrustForwardedCertificate } from '@holdfast/resource';
import { type ForwardedCertificateOptions, forwardedCertificates } from '@holdfast/resource/forwarded';
import { ask } from '../adapters/contract/ask.ts';
import {
  type ClientIdentity,
  makeClientIdentity,
  otherIdentity,
  ownIdentity,
  serverUse,
} from '../fixture/client-certificates.ts';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { escaped, makeApi, putUp, structured, tokenFor } from './behind.ts';

// Here the peer is the trusted hop: what its header may look like. The other file has the peers that are not.
const trustedHops = [{ addresses: '127.0.0.1' }];
const token = await tokenFor(ownIdentity);
const authorization = ['Authorization', `mtls_pop ${token}`];
const unreadable = 'ERR_CERTIFICATE_FORWARDED';

interface Form {
  readonly name: string;
  readonly options: ForwardedCertificateOptions;
  readonly header: string;
  readonly write: (identity: Pick<ClientIdentity, 'der' | 'certificate'>) => string;
}

const forms: readonly Form[] = [
  { name: 'RFC 9440', options: { from: 'rfc9440', trustedHops }, header: 'Client-Cert', write: structured },
  {
    name: 'nginx',
    options: { from: 'nginx', header: 'X-Client-Cert', trustedHops },
    header: 'X-Client-Cert',
    write: escaped,
  },
];

for (const { name, options, header, write } of forms) {
  suite(`a certificate that a trusted hop forwards, in the form of ${name}`, () => {
    test('is the one that the token names, whatever the label and the letter case of the header', async (t) => {
      const port = await putUp(t, makeApi(options));
      const own = write(ownIdentity);
      for (const lines of [
        [...authorization, header, own],
        [...authorization, header.toLowerCase(), own],
        [...authorization, header.toUpperCase(), own],
        ['Authorization', `Bearer ${token}`, header, own],
      ]) {
        const { outcome, body } = await ask(port, 'http', { lines });
        assert.equal(outcome, 'accepted', body);
        assert.deepEqual(JSON.parse(body), { method: 'certificate', thumbprint: ownIdentity.thumbprint });
      }
      const { outcome } = await ask(port, 'http', { lines: [...authorization, header, write(otherIdentity)] });
      assert.equal(outcome, 'ERR_CERTIFICATE_MISMATCH');
      assert.equal((await ask(port, 'http', { lines: authorization })).outcome, 'ERR_CERTIFICATE_MISSING');
    });

    test('is in force now, and meant for clients', async (t) => {
      const port = await putUp(t, makeApi(options));
      for (const [wishes, expected] of [
        [{ endsIn: -1 }, 'ERR_CERTIFICATE_EXPIRED'],
        [{ startsIn: 60 }, 'ERR_CERTIFICATE_EXPIRED'],
        [{ usages: [serverUse] }, 'ERR_CERTIFICATE_USAGE'],
      ] as const) {
        const identity = await makeClientIdentity(wishes);
        const lines = ['Authorization', `mtls_pop ${await tokenFor(identity)}`, header, write(identity)];
        // Twice: what is remembered of a header is not that it was in order.
        for (let time = 0; time < 2; time++) assert.equal((await ask(port, 'http', { lines })).outcome, expected);
      }
    });

    test('stands in one line, under one spelling of its name', async (t) => {
      const port = await putUp(t, makeApi(options));
      const own = write(ownIdentity);
      const other = write(otherIdentity);
      const variants = [header.replaceAll('-', '_'), header.replace('-', '_').toUpperCase()];
      for (const lines of [
        [header, own, header, own],
        [header, other, header, own],
        [header, own, header, other],
        [header, own, header.toLowerCase(), other],
        [header, `${own}, ${other}`],
        [header, `${own},${own}`],
        ...variants.flatMap((variant) => [
          [variant, own],
          [header, own, variant, other],
          [variant, other, header, own],
        ]),
      ]) {
        const { status, outcome } = await ask(port, 'http', { lines: [...authorization, ...lines] });
        assert.deepEqual([status, outcome], [401, unreadable], lines.map((line) => line.slice(0, 16)).join());
      }
    });

    test('has one spelling, one certificate, and no more than fits', async (t) => {
      const port = await putUp(t, makeApi(options));
      const own = write(ownIdentity);
      const trailing = write({ ...withBytes(Buffer.concat([ownIdentity.der, Buffer.from([0])])) });
      const texts = [
        '',
        'x',
        ':',
        '::',
        '(null)',
        own.slice(1),
        own.slice(0, -1),
        ` ${own}`.trim().replace('A', ' A'),
        `${own};a=1`,
        `"${own}"`,
        `${own}%0A`,
        own.toLowerCase(),
        own.replace(/=*:$/, ':'),
        Buffer.from(ownIdentity.der).toString('base64url'),
        Buffer.from(ownIdentity.der).toString('hex'),
        ownIdentity.certificate.replaceAll('\n', '\t'),
        ownIdentity.certificate.replaceAll('\n', ' '),
        `:${Buffer.from(ownIdentity.certificate).toString('base64')}:`,
        encodeURIComponent(ownIdentity.certificate).replaceAll('%0A', '%0a'),
        encodeURIComponent(ownIdentity.certificate).replace('%2B', '+'),
        encodeURIComponent(`${ownIdentity.certificate.trimEnd()}\n${otherIdentity.certificate.trimEnd()}\n`),
        encodeURIComponent(`${ownIdentity.certificate.trimEnd()}\n`).replace('MII', '%4DII'),
        encodeURIComponent(`${ownIdentity.certificate.trimEnd()}\n`.replaceAll('\n', '\r\n')),
        encodeURIComponent(`subject=CN\n${ownIdentity.certificate.trimEnd()}\n`),
        `${own.slice(0, 40)}%`,
        trailing,
        write(withBytes(Buffer.from('not a certificate'))),
        write(withBytes(ownIdentity.der.subarray(0, 100))),
        write(withBytes(Buffer.alloc(9000, 'A'))),
      ].filter((text) => text !== own);
      for (const text of texts) {
        const { outcome } = await ask(port, 'http', { lines: [...authorization, header, text] });
        assert.equal(outcome, unreadable, text.slice(0, 60));
      }
      // The one that all of them are near to passes.
      assert.equal((await ask(port, 'http', { lines: [...authorization, header, own] })).outcome, 'accepted');
    });
  });
}

test('a chain does not stand for a certificate (RFC 9440 section 2.3)', async (t) => {
  const port = await putUp(t, makeApi({ from: 'rfc9440', trustedHops }));
  const [own, other] = [structured(ownIdentity), structured(otherIdentity)];
  for (const lines of [
    ['Client-Cert-Chain', own],
    ['Client_Cert_Chain', own],
    ['CLIENT-CERT-CHAIN', `${own}, ${other}`],
  ]) {
    assert.equal((await ask(port, 'http', { lines: [...authorization, ...lines] })).outcome, unreadable);
  }
  // Beside its certificate it is not read.
  const beside = [...authorization, 'Client-Cert', other, 'Client-Cert-Chain', own];
  assert.equal((await ask(port, 'http', { lines: beside })).outcome, 'ERR_CERTIFICATE_MISMATCH');
  const with2 = [...authorization, 'Client-Cert', own, 'Client-Cert-Chain', other, 'Client-Cert-Chain', other];
  assert.equal((await ask(port, 'http', { lines: with2 })).outcome, 'accepted');
});

test('where the proxy tells what it thought of a certificate, it thought well of it', async (t) => {
  const options = { from: 'nginx', header: 'X-Client-Cert', verifyHeader: 'X-Client-Verify', trustedHops } as const;
  const port = await putUp(t, makeApi(options));
  const forwarded = [...authorization, 'X-Client-Cert', escaped(ownIdentity)];
  for (const [lines, expected] of [
    [['X-Client-Verify', 'SUCCESS'], 'accepted'],
    [[], 'ERR_CERTIFICATE_UNVERIFIED'],
    [['X-Client-Verify', 'FAILED:self-signed certificate'], 'ERR_CERTIFICATE_UNVERIFIED'],
    [['X-Client-Verify', 'NONE'], 'ERR_CERTIFICATE_UNVERIFIED'],
    [['X-Client-Verify', 'success'], 'ERR_CERTIFICATE_UNVERIFIED'],
    [['X-Client-Verify', ''], 'ERR_CERTIFICATE_UNVERIFIED'],
    [['X-Client-Verify', 'FAILED', 'X-Client-Verify', 'SUCCESS'], unreadable],
    [['X-Client-Verify', 'SUCCESS', 'X_Client_Verify', 'FAILED'], unreadable],
    [['X_Client_Verify', 'SUCCESS'], unreadable],
  ] as const) {
    const { outcome } = await ask(port, 'http', { lines: [...forwarded, ...lines] });
    assert.equal(outcome, expected, lines.join());
  }
  const nothing = [...authorization, 'X-Client-Verify', 'NONE'];
  assert.equal((await ask(port, 'http', { lines: nothing })).outcome, 'ERR_CERTIFICATE_MISSING');
});

test('half a character, which no HTTP/1 carries and other callers of a validator may, is refused like the rest', async () => {
  for (const { options, header } of forms) {
    const clientCertificates = { [dangerouslyTrustForwardedCertificate]: forwardedCertificates(options) };
    const headers = [['Authorization', `mtls_pop ${token}`] as const, [header, '\ud800'] as const];
    const request = incoming(null, { headers, connection: { remoteAddress: '127.0.0.1' } });
    assert.equal(await verdict(makeValidator({ clientCertificates }).authenticate(request)), unreadable);
  }
});

function withBytes(bytes: Uint8Array): { der: Uint8Array<ArrayBuffer>; certificate: string } {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  const certificate = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { der: new Uint8Array(bytes), certificate };
}
