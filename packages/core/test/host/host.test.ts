import assert from 'node:assert/strict';
import { createHmac, createPrivateKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import * as nodeHost from '../../src/host/node.ts';
import * as webHost from '../../src/host/web.ts';

// One contract, two implementations: whatever the portable one says, the fast one says too.
type Bytes = Uint8Array<ArrayBuffer>;
const hosts: readonly (readonly [string, typeof webHost])[] = [
  ['WebCrypto', webHost],
  ['node:crypto', nodeHost as unknown as typeof webHost],
];
const bytes = (...values: number[]): Bytes => Uint8Array.from(values);
const text = (value: string): Bytes => new TextEncoder().encode(value);

const pairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
} as const;
const algorithms = ['RS256', 'PS256', 'ES256'] as const;

function signWith(alg: keyof typeof pairs, data: Uint8Array, saltLength = 32): Bytes {
  const key = createPrivateKey(pairs[alg].privateKey.export({ type: 'pkcs8', format: 'pem' }));
  if (alg === 'ES256') return new Uint8Array(sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }));
  return new Uint8Array(sign('sha256', data, alg === 'RS256' ? key : { key, padding: 6, saltLength }));
}

function publicJwk(alg: keyof typeof pairs): webHost.HostPublicKey {
  return pairs[alg].publicKey.export({ format: 'jwk' }) as unknown as webHost.HostPublicKey;
}

// One in 256 does. OpenSSL reads a PSS signature as a number, whatever its length.
function signatureThatBeginsWithZero(alg: 'RS256' | 'PS256'): { readonly said: string; readonly signature: Bytes } {
  for (let round = 0; ; round += 1) {
    const said = `signed ${round}`;
    const signature = signWith(alg, text(said));
    if (signature[0] === 0) return { said, signature };
  }
}

for (const [name, host] of hosts) {
  suite(`host contract: ${name}`, () => {
    test('SHA-256 (FIPS 180-4)', async () => {
      for (const input of ['', 'abc', 'x'.repeat(10_000)]) {
        const digest = await host.hostSha256(text(input));
        assert.equal(Buffer.from(digest).toString('hex'), hash('sha256', input, 'hex'));
        assert.equal(digest.constructor, Uint8Array);
      }
    });

    test('SHA-256 in base64url, of bytes and of text as UTF-8', async () => {
      for (const input of ['', 'abc', 'é\u{1F511}', '\ud800', 'x'.repeat(10_000)]) {
        const expected = hash('sha256', new TextEncoder().encode(input), 'base64url');
        assert.equal(await host.hostSha256Base64url(input), expected);
        assert.equal(await host.hostSha256Base64url(text(input)), expected);
      }
    });

    test('HMAC-SHA-256 (RFC 4231 test cases 2 and 6), for keys of every length', async () => {
      const mac = host.hostMac(text('Jefe'));
      for (let round = 0; round < 2; round += 1) {
        const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
        const made = await mac('what do ya want for nothing?');
        assert.equal(Buffer.from(made, 'base64url').toString('hex'), expected);
      }
      const long = host.hostMac(bytes(...new Array<number>(131).fill(0xaa)));
      const made = await long('Test Using Larger Than Block-Size Key - Hash Key First');
      const expected = '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54';
      assert.equal(Buffer.from(made, 'base64url').toString('hex'), expected);
      for (const length of [1, 32, 63, 64, 65, 200]) {
        const key = text('k'.repeat(length));
        const reference = createHmac('sha256', key).update('data').digest('base64url');
        assert.equal(await host.hostMac(key)('data'), reference, `${length} bytes`);
        assert.equal(await host.hostMac(key, 'da')('ta'), reference, `${length} bytes, with a beginning`);
      }
    });

    test('two MACs under two keys do not disturb each other', async () => {
      const [one, two] = [host.hostMac(text('one')), host.hostMac(text('two'))];
      const made = await Promise.all([one('a'), two('a'), one('b'), two('b'), one('a')]);
      const expected = [
        ['one', 'a'],
        ['two', 'a'],
        ['one', 'b'],
        ['two', 'b'],
        ['one', 'a'],
      ].map(([key = '', data = '']) => createHmac('sha256', key).update(data).digest('base64url'));
      assert.deepEqual(made, expected);
    });

    for (const alg of algorithms) {
      test(`${alg}: accepts its signatures and no others (RFC 7518 section 3)`, async () => {
        const { verify: verifier, verifyAscii } = await host.hostVerifier(publicJwk(alg), alg);
        for (let round = 0; round < 40; round += 1) {
          const data = text(`signed ${round}`);
          const signature = signWith(alg, data);
          assert.equal(await verifier(data, signature), true);
          assert.equal(await verifyAscii(`signed ${round}`, signature), true);
          assert.equal(await verifyAscii(`signed ${round}.`, signature), false);
          assert.equal(await verifyAscii(`\u0173igned ${round}`, signature), false);
          const altered = Uint8Array.from(signature);
          altered[round % altered.length] = (altered[round % altered.length] ?? 0) ^ 1;
          assert.equal(await verifier(data, altered), false);
          assert.equal(await verifier(text(`signed ${round}.`), signature), false);
        }
        for (const length of [0, 1, 32, 63, 65, 70, 128, 255, 257, 512]) {
          assert.equal(await verifier(text('x'), new Uint8Array(length)), false, `${length} zero bytes`);
          assert.equal(await verifier(text('x'), new Uint8Array(length).fill(255)), false, `${length} bytes of ones`);
        }
      });

      test(`${alg}: text of any length, and no letter passes for its low byte`, async () => {
        const { verifyAscii } = await host.hostVerifier(publicJwk(alg), alg);
        for (const length of [0, 1, 43_690, 43_691, 131_072, 200_000]) {
          const long = 's'.repeat(length);
          const signature = signWith(alg, text(long));
          assert.equal(await verifyAscii(long, signature), true, `${length}`);
          if (length > 0) assert.equal(await verifyAscii(`${long.slice(1)}\u0173`, signature), false, `${length}`);
        }
      });

      test(`${alg}: a key of another type is no key`, async () => {
        const other = alg === 'ES256' ? 'RS256' : 'ES256';
        await assert.rejects(host.hostVerifier(publicJwk(other), alg));
      });
    }

    test('PS256: the salt has the length of the digest, no other (RFC 7518 section 3.5)', async () => {
      const { verify: verifier } = await host.hostVerifier(publicJwk('PS256'), 'PS256');
      for (const saltLength of [0, 20, 31, 33, 64]) {
        assert.equal(await verifier(text('data'), signWith('PS256', text('data'), saltLength)), false, `${saltLength}`);
      }
    });

    test('RSA: a signature that begins with zeros is one only with them (RFC 8017 section 8.1.2 and 8.2.2, step 1)', async () => {
      for (const alg of ['RS256', 'PS256'] as const) {
        const { verify: verifier, verifyAscii } = await host.hostVerifier(publicJwk(alg), alg);
        const { said, signature } = signatureThatBeginsWithZero(alg);
        assert.equal(await verifyAscii(said, signature), true);
        for (const other of [signature.slice(1), bytes(0, ...signature), bytes(...signature.slice(1), 0)]) {
          assert.equal(await verifyAscii(said, other), false, `${alg}, ${other.length} bytes`);
          assert.equal(await verifier(text(said), other), false, `${alg}, ${other.length} bytes`);
        }
      }
    });

    test('ES256: DER, zero and the order of the curve are no signatures (RFC 7518 section 3.4)', async () => {
      const { verify: verifier } = await host.hostVerifier(publicJwk('ES256'), 'ES256');
      const key = pairs.ES256.privateKey;
      const der = new Uint8Array(sign('sha256', text('data'), key));
      assert.ok(verify('sha256', text('data'), pairs.ES256.publicKey, der));
      assert.equal(await verifier(text('data'), der), false);
      const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
      const zero = Buffer.alloc(32);
      const one = Buffer.concat([Buffer.alloc(31), Buffer.of(1)]);
      for (const r of [zero, one, order]) {
        for (const s of [zero, one, order]) {
          assert.equal(await verifier(text('data'), new Uint8Array(Buffer.concat([r, s]))), false);
        }
      }
    });

    test('base64url of text as UTF-8', () => {
      for (const input of ['', 'abc', 'é\u{1F511}', '\ud800', 'x'.repeat(10_000), 'é'.repeat(50_000)]) {
        assert.equal(host.hostEncodeBase64urlText(input), Buffer.from(input).toString('base64url'));
      }
    });

    test('base64url: every length, to and fro, and only the canonical form (RFC 4648 section 3.5)', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (sample) => {
          const encoded = host.hostEncodeBase64url(sample);
          assert.equal(encoded, Buffer.from(sample).toString('base64url'));
          const decoded = host.hostDecodeBase64url(encoded);
          assert.deepEqual(decoded, Uint8Array.from(sample));
          assert.equal(decoded?.constructor, Uint8Array);
          assert.equal(decoded?.buffer.byteLength, sample.length);
          assert.deepEqual(Uint8Array.from(host.hostReadBase64url(encoded) ?? [0]), decoded);
        }),
      );
      for (const wrong of [
        'A',
        'AB',
        'AAB',
        'AA==',
        'AAA=',
        'AA ',
        ' AAAA',
        'AA\n',
        'AAAAA',
        '+AAA',
        '/AAA',
        'AAÄA',
        'AA\u0100A',
        'AAA\0',
        'é',
      ]) {
        assert.equal(host.hostDecodeBase64url(wrong), undefined, JSON.stringify(wrong));
        assert.equal(host.hostReadBase64url(wrong), undefined, JSON.stringify(wrong));
      }
      assert.deepEqual(host.hostDecodeBase64url(''), bytes());
    });

    test('base64url of text: well-formed UTF-8 in its canonical form, a byte order mark included', () => {
      for (const sample of ['', 'a', 'é\u{1F511}', '\ufeffx', 'a \ufffd sent as such', 'x'.repeat(90_000)]) {
        assert.equal(host.hostDecodeBase64urlText(Buffer.from(sample).toString('base64url')), sample);
      }
      for (const wrong of ['_w', 'wK', '7aCA', '77-9_w', 'AB', 'AA==', 'AA ', '+AAA', 'AA\u0100A']) {
        assert.equal(host.hostDecodeBase64urlText(wrong), undefined, wrong);
      }
    });

    test('text as UTF-8', () => {
      for (const sample of ['', 'abc', 'é\u{1F511}', '\ud800', 'x'.repeat(5000)]) {
        assert.deepEqual(Uint8Array.from(host.hostBytes(sample)), text(sample));
      }
    });

    test('random bytes are as many as asked for, of their own, and differ', () => {
      const seen = new Set<string>();
      for (let round = 0; round < 2000; round += 1) {
        const random = host.hostRandomBytes(16);
        assert.equal(random.length, 16);
        assert.equal(random.buffer.byteLength, 16);
        seen.add(Buffer.from(random).toString('hex'));
      }
      assert.equal(seen.size, 2000);
      assert.equal(host.hostRandomBytes(5000).length, 5000);
      assert.equal(host.hostRandomBytes(0).length, 0);
    });
  });
}

test('both hosts agree about every text, canonical or not', () => {
  const alphabet = fc.constantFrom(...'ABQgwxyz0189-_=+/ \n\0é');
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 12 }), (sample) => {
      assert.deepEqual(nodeHost.hostDecodeBase64url(sample), webHost.hostDecodeBase64url(sample));
    }),
    { numRuns: 3000 },
  );
});
